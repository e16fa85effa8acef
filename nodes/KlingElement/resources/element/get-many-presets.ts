import { filtersField, nameContains, tags } from '../../lists/filter-fields.ts';
import { listFields, simpleField } from '../../lists/list-fields.ts';
import type { Operation } from '../../operation.ts';
import { listElements } from './list-elements.ts';

export const getManyPresets: Operation = {
  name: 'Get Many Presets',
  value: 'getAllPresets',
  action: 'Get many preset elements',
  description: 'Retrieve a list of the elements that Kling offers to all accounts',
  fields: [...listFields, simpleField, filtersField(nameContains, tags)],
  execute: (context, itemIndex, runtime) => listElements(context, itemIndex, runtime, { presets: true }),
};
