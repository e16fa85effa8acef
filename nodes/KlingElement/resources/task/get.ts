import { ProblemError } from '@kling-elements/validation';
import type { IDataObject } from 'n8n-workflow';

import { simplifiedTask } from '../../../shared/items/simplify.ts';
import { fetchTask } from '../../../shared/tasks/fetch-tasks.ts';
import { taskIdField } from '../../../shared/tasks/task-id-field.ts';
import { taskReferenceOf } from '../../../shared/tasks/task-reference.ts';
import { simpleField } from '../../lists/list-fields.ts';
import type { Operation } from '../../operation.ts';

export const get: Operation = {
  name: 'Get',
  value: 'get',
  action: 'Get task',
  description: 'Retrieve the status of a task and the element or voice it created',
  fields: [taskIdField, simpleField],
  async execute(context, itemIndex, runtime) {
    const given: unknown = context.getNodeParameter('taskId', itemIndex, '', { extractValue: true });
    const item = context.getInputData()[itemIndex]?.json ?? {};
    const reference = taskReferenceOf(context, itemIndex, given, item);
    const fetched = await fetchTask(reference, runtime);
    if (fetched.task === undefined) throw new ProblemError(fetched.problem);
    const { task, kind, record } = fetched;
    const simple = context.getNodeParameter('simple', itemIndex, true);
    return [simple ? simplifiedTask(task, kind) : (record as IDataObject)];
  },
};
