import { limits, requests } from '@kling-elements/validation';
import type { IDataObject } from 'n8n-workflow';

import { simplifiedTask } from '../../../shared/items/simplify.ts';
import { collect } from '../../lists/collect.ts';
import { createdAfter, createdBefore, filtersField, taskStatuses } from '../../lists/filter-fields.ts';
import { listFields, simpleField } from '../../lists/list-fields.ts';
import type { Operation } from '../../operation.ts';

export const getMany: Operation = {
  name: 'Get Many',
  value: 'getAll',
  action: 'Get many tasks',
  description: 'Retrieve a list of element tasks, including failed ones and those of deleted elements',
  fields: [...listFields, simpleField, filtersField(createdAfter, createdBefore, taskStatuses)],
  execute: (context, itemIndex, runtime) => {
    const simple = context.getNodeParameter('simple', itemIndex, true);
    const from = { list: requests.tasks, maxPageSize: limits.page.maxSize };
    return collect(context, itemIndex, runtime, from, ({ task, record }) => [
      simple ? simplifiedTask(task, 'element') : (record as IDataObject),
    ]);
  },
};
