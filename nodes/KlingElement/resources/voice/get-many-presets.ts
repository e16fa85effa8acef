import { filtersField, nameContains } from '../../lists/filter-fields.ts';
import { listFields, simpleField } from '../../lists/list-fields.ts';
import type { Operation } from '../../operation.ts';
import { listVoices } from './list-voices.ts';

export const getManyPresets: Operation = {
  name: 'Get Many Presets',
  value: 'getAllPresets',
  action: 'Get many preset voices',
  description: 'Retrieve a list of the voices that Kling offers to all accounts',
  fields: [...listFields, simpleField, filtersField(nameContains)],
  execute: (context, itemIndex, runtime) => listVoices(context, itemIndex, runtime, { presets: true }),
};
