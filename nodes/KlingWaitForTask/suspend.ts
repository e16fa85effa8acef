import type { IExecuteFunctions, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

import { errorJson } from '../shared/items/for-each-item.ts';
import { fetchTasks } from '../shared/kling/fetch-tasks.ts';
import { runtimeOf } from '../shared/kling/runtime.ts';
import { outputOf } from './output.ts';
import { hasFailed, isOpen, timedOutDetails } from './task-result.ts';
import { readTargets, type Targets } from './targets.ts';

/**
 * Looks once; when a task is still open, puts the execution to sleep until `receive` has heard of the last one, or the
 * limit is over. What then goes out are the node's input items: so these say that the time is over.
 */
export async function suspend(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
  const wanted = readTargets(context);
  const fetched = await fetchTasks([...new Set(wanted.keys)], wanted.made, await runtimeOf(context));
  const seen = [...fetched.values()];
  const inVain = !context.continueOnFail() && seen.some(hasFailed);
  if (inVain || !seen.some(isOpen)) return outputOf(context, wanted, fetched, 'Another task has failed');

  const maxWait = Number(context.getNodeParameter('maxWait', 0));
  Object.assign(context.getContext('node'), { klingTargets: wanted });
  const items = context.getInputData();
  for (const [itemIndex, item] of items.entries()) {
    const key = wanted.keys[itemIndex] ?? '';
    const result = fetched.get(key);
    if (result === undefined) continue;
    // The items are this node's own; only their data is shared with the nodes before.
    item.json = errorJson(`No callback has come within ${maxWait} s`, timedOutDetails(key, result));
  }
  await context.putExecutionToWait(new Date(Date.now() + maxWait * 1000));
  // A copy: on the error output, n8n empties the list that it is given.
  return [[...items]];
}

/** What `suspend` has kept with the sleeping execution. */
export function suspendedTargets(context: IWebhookFunctions): Targets | undefined {
  const name = JSON.stringify(context.getNode().name);
  const kept: unknown = context.evaluateExpression(`{{ $node[${name}].context }}`, 0);
  return (kept as { klingTargets?: Targets } | undefined)?.klingTargets;
}
