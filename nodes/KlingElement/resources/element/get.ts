import { limits, makeProblem, ProblemError, requests } from '@kling-elements/validation';

import { simplifiedElement } from '../../../shared/items/simplify.ts';
import { listTasks } from '../../lists/list-tasks.ts';
import { idParameter } from '../../../shared/parameters/id-parameter.ts';
import { simpleField } from '../../lists/list-fields.ts';
import type { Operation } from '../../operation.ts';
import { elementField } from './element-field.ts';

export const get: Operation = {
  name: 'Get',
  value: 'get',
  action: 'Get an element',
  description: 'Find an element by its ID. Kling has no call for this: its lists are looked through.',
  fields: [elementField, simpleField],
  async execute(context, itemIndex, runtime) {
    const id = idParameter(context, itemIndex, { name: 'elementId', label: 'Element' });
    const simple = context.getNodeParameter('simple', itemIndex, true);
    for (const list of [requests.tasks, requests.presetTasks]) {
      const tasks = listTasks(list, { wanted: Infinity, mostPerPage: limits.page.maxSize }, runtime);
      for await (const { task, record } of tasks) {
        const element = task.elements.find((one) => one.id === id);
        if (element === undefined) continue;
        return [
          simple ? { ...simplifiedElement(element), task_id: task.id } : (record as Record<string, never>),
        ];
      }
    }
    const message = `Neither this account nor Kling itself has an element ${id}; check the ID and the account.`;
    throw new ProblemError(makeProblem('NOT_FOUND', message));
  },
};
