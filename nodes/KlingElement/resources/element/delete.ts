import { requests } from '@kling-elements/validation';

import { idParameter } from '../../../shared/parameters/id-parameter.ts';
import { deleted } from '../../deleted.ts';
import type { Operation } from '../../operation.ts';
import { elementField } from './element-field.ts';

export const deleteElement: Operation = {
  name: 'Delete',
  value: 'delete',
  action: 'Delete element',
  description: 'Delete an element of your account permanently',
  fields: [elementField],
  async execute(context, itemIndex, runtime) {
    const id = idParameter(context, itemIndex, { name: 'elementId', label: 'Element' });
    return [{ element_id: id, ...(await deleted(requests.deleteElement(id), runtime)) }];
  },
};
