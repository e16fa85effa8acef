import { includeDeletedField, listFields, simpleField } from '../../lists/list-fields.ts';
import type { Operation } from '../../operation.ts';
import { listVoices } from './list-voices.ts';

export const getMany: Operation = {
  name: 'Get Many',
  value: 'getAll',
  action: 'Get many voices',
  description: 'Retrieve a list of the voices of your account',
  fields: [...listFields, includeDeletedField, simpleField],
  execute: (context, itemIndex, runtime) => {
    const includeDeleted = context.getNodeParameter('includeDeleted', itemIndex, false) as boolean;
    return listVoices(context, itemIndex, runtime, { presets: false, includeDeleted });
  },
};
