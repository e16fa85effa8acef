import { includeDeletedField, listFields, simpleField } from '../../lists/list-fields.ts';
import type { Operation } from '../../operation.ts';
import { listElements } from './list-elements.ts';

export const getMany: Operation = {
  name: 'Get Many',
  value: 'getAll',
  action: 'Get many elements',
  description: 'Retrieve a list of the elements of your account',
  fields: [...listFields, includeDeletedField, simpleField],
  execute: (context, itemIndex, runtime) => {
    const includeDeleted = context.getNodeParameter('includeDeleted', itemIndex, false) as boolean;
    return listElements(context, itemIndex, runtime, { presets: false, includeDeleted });
  },
};
