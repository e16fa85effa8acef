import { limits, requests } from '@kling-elements/validation';
import type { IDataObject } from 'n8n-workflow';

import { simplifiedTask, statusWords } from '../../../shared/items/simplify.ts';
import { collect } from '../../lists/collect.ts';
import { listFields, simpleField } from '../../lists/list-fields.ts';
import type { Operation } from '../../operation.ts';

export const getMany: Operation = {
  name: 'Get Many',
  value: 'getAll',
  action: 'Get many tasks',
  description: 'Retrieve a list of element tasks, including failed ones and those of deleted elements',
  fields: [
    ...listFields,
    {
      displayName: 'Statuses',
      name: 'statuses',
      type: 'multiOptions',
      options: [
        { name: 'Failed', value: 'failed' },
        { name: 'Processing', value: 'processing' },
        { name: 'Submitted', value: 'submitted' },
        { name: 'Succeeded', value: 'succeed' },
      ],
      default: [],
      description: 'Return only tasks with these statuses. Leave empty to return all.',
    },
    simpleField,
  ],
  execute: (context, itemIndex, runtime) => {
    const statuses = context.getNodeParameter('statuses', itemIndex, []) as string[];
    const simple = context.getNodeParameter('simple', itemIndex, true);
    const from = { list: requests.tasks, maxPageSize: limits.page.maxSize };
    return collect(context, itemIndex, runtime, from, ({ task, record }) => {
      if (statuses.length > 0 && !statuses.includes(statusWords[task.status])) return [];
      return [simple ? simplifiedTask(task, 'element') : (record as IDataObject)];
    });
  },
};
