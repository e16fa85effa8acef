import {
  availability,
  createdAfter,
  createdBefore,
  filtersField,
  nameContains,
} from '../../lists/filter-fields.ts';
import { listFields, simpleField } from '../../lists/list-fields.ts';
import type { Operation } from '../../operation.ts';
import { listVoices } from './list-voices.ts';

export const getMany: Operation = {
  name: 'Get Many',
  value: 'getAll',
  action: 'Get many voices',
  description: 'Retrieve a list of the voices of your account',
  fields: [...listFields, simpleField, filtersField(createdAfter, createdBefore, nameContains, availability)],
  execute: (context, itemIndex, runtime) => listVoices(context, itemIndex, runtime, { presets: false }),
};
