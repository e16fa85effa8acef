import { getWithRetries, readTask, requests } from '@kling-elements/validation';
import type { IDataObject } from 'n8n-workflow';

import { simplifiedTask } from '../../../shared/items/simplify.ts';
import { idParameter } from '../../../shared/parameters/id-parameter.ts';
import { simpleField } from '../../lists/list-fields.ts';
import type { Operation } from '../../operation.ts';

export const get: Operation = {
  name: 'Get',
  value: 'get',
  action: 'Get task',
  description: 'Retrieve the status of a task and the element it created',
  fields: [
    {
      displayName: 'Task ID',
      name: 'taskId',
      type: 'string',
      required: true,
      default: '',
      placeholder: 'e.g. 856528333369769993',
      description:
        'The task ID or the external task ID. Pass IDs as text, because numbers of this length lose digits.',
    },
    simpleField,
  ],
  async execute(context, itemIndex, runtime) {
    const id = idParameter(context, itemIndex, { name: 'taskId', label: 'Task ID' });
    const { data } = await getWithRetries(requests.task(id), runtime);
    const task = context.getNodeParameter('simple', itemIndex, true) ? readTask(data) : undefined;
    return [task === undefined ? (data as IDataObject) : simplifiedTask(task, 'element')];
  },
};
