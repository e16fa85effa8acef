import { requests } from '@kling-elements/validation';

import { deleted } from '../../deleted.ts';
import type { Operation } from '../../operation.ts';
import { elementField } from './element-field.ts';
import { elementParameter } from './element-parameter.ts';
import { findElement } from './find-element.ts';

export const deleteElement: Operation = {
  name: 'Delete',
  value: 'delete',
  action: 'Delete element',
  description: 'Delete an element of your account permanently',
  fields: [elementField('searchOwnElements')],
  async execute(context, itemIndex, runtime) {
    const reference = elementParameter(context, itemIndex);
    const own = { lists: [requests.tasks], node: context.getNode(), deleted: true };
    const id = 'id' in reference ? reference.id : (await findElement(reference, own, runtime)).element.id;
    return [{ element_id: id, ...(await deleted(requests.deleteElement(id), runtime)) }];
  },
};
