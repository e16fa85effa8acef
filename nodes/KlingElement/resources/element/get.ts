import { requests } from '@kling-elements/validation';
import type { IDataObject } from 'n8n-workflow';

import { simplifiedElement } from '../../../shared/items/simplify.ts';
import { simpleField } from '../../lists/list-fields.ts';
import type { Operation } from '../../operation.ts';
import { elementField } from './element-field.ts';
import { elementParameter } from './element-parameter.ts';
import { findElement } from './find-element.ts';

export const get: Operation = {
  name: 'Get',
  value: 'get',
  action: 'Get element',
  description:
    'Retrieve an element by its ID or name. Searches the lists of elements, because Kling has no request for this.',
  fields: [elementField('searchElements'), simpleField],
  async execute(context, itemIndex, runtime) {
    const reference = elementParameter(context, itemIndex);
    const lists = [requests.tasks, requests.presetTasks];
    const { element, task, record } = await findElement(
      reference,
      { lists, node: context.getNode() },
      runtime,
    );
    const simple = context.getNodeParameter('simple', itemIndex, true);
    return [simple ? simplifiedElement(element, task) : (record as IDataObject)];
  },
};
