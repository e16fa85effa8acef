import type { IExecuteFunctions, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

import { errorJson } from '../shared/items/item-error.ts';
import { fetchTasks } from '../shared/tasks/fetch-tasks.ts';
import { runtimeOf } from '../shared/kling/runtime.ts';
import { outputOf } from './output.ts';
import { readTargets, tasksOf, type Targets } from './targets.ts';
import { hasFailed, isOpen, timedOutDetails } from '../shared/tasks/task-result.ts';

/**
 * Fetches the tasks once; while one is still open, suspends the execution until a callback resumes it or the time limit
 * passes. At the limit n8n sends on the node's input items, so these are replaced by items that report the time-out.
 */
export async function suspend(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
  const targets = readTargets(context);
  const fetched = await fetchTasks(tasksOf(targets), await runtimeOf(context));
  const results = [...fetched.values()];
  const waitsInVain = !context.continueOnFail() && results.some(hasFailed);
  if (waitsInVain || !results.some(isOpen)) {
    return outputOf(context, targets, fetched, 'Another task has failed');
  }

  const maxWait = Number(context.getNodeParameter('maxWait', 0));
  Object.assign(context.getContext('node'), { klingTargets: targets });
  const items = context.getInputData();
  for (const [itemIndex, item] of items.entries()) {
    const target = targets.items[itemIndex];
    const key = target !== undefined && 'key' in target ? target.key : '';
    const result = fetched.get(key);
    if (result === undefined) continue;
    // The items are copies made for this node; only their data is shared with earlier nodes.
    item.json = errorJson(`No callback was received within ${maxWait} seconds`, timedOutDetails(key, result));
  }
  await context.putExecutionToWait(new Date(Date.now() + maxWait * 1000));
  // A copy: with an error output, n8n empties the array that it is given.
  return [[...items]];
}

/** The targets that `suspend` has saved with the suspended execution. */
export function suspendedTargets(context: IWebhookFunctions): Targets | undefined {
  const name = JSON.stringify(context.getNode().name);
  const saved: unknown = context.evaluateExpression(`{{ $node[${name}].context }}`, 0);
  return (saved as { klingTargets?: Targets } | undefined)?.klingTargets;
}
