import {
  availability,
  createdAfter,
  createdBefore,
  filtersField,
  nameContains,
  tags,
} from '../../lists/filter-fields.ts';
import { listFields, simpleField } from '../../lists/list-fields.ts';
import type { Operation } from '../../operation.ts';
import { listElements } from './list-elements.ts';

export const getMany: Operation = {
  name: 'Get Many',
  value: 'getAll',
  action: 'Get many elements',
  description: 'Retrieve a list of the elements of your account',
  fields: [
    ...listFields,
    simpleField,
    filtersField(createdAfter, createdBefore, nameContains, availability, tags),
  ],
  execute: (context, itemIndex, runtime) => listElements(context, itemIndex, runtime, { presets: false }),
};
