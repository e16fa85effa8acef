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
  action: 'Get element',
  description:
    'Retrieve an element by its ID. Searches the lists of elements, because Kling has no request for this.',
  fields: [elementField, simpleField],
  async execute(context, itemIndex, runtime) {
    const id = idParameter(context, itemIndex, { name: 'elementId', label: 'Element' });
    const simple = context.getNodeParameter('simple', itemIndex, true);
    for (const list of [requests.tasks, requests.presetTasks]) {
      const tasks = listTasks(list, { limit: Infinity, maxPageSize: limits.page.maxSize }, runtime);
      for await (const { task, record } of tasks) {
        const element = task.elements.find((one) => one.id === id);
        if (element === undefined) continue;
        return [simple ? simplifiedElement(element, task) : (record as Record<string, never>)];
      }
    }
    const message = `No element found for ${id}. Check the ID and the account.`;
    throw new ProblemError(makeProblem('NOT_FOUND', message));
  },
};
