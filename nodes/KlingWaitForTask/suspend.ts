import { type Backoff, backoffDelay } from '@kling-elements/validation';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { withoutCallback } from '../shared/callbacks/expected-callbacks.ts';
import { stopsOnError } from '../shared/execution/as-tool.ts';
import { runIndexOf, suspendAndRunAgain } from '../shared/execution/suspend-and-run-again.ts';
import { errorJson } from '../shared/items/item-error.ts';
import { runtimeOf } from '../shared/kling/runtime.ts';
import { type FetchedTask, fetchTasks } from '../shared/tasks/fetch-tasks.ts';
import { isOpen, isWaitOver, timedOutDetails } from '../shared/tasks/task-result.ts';
import { outputOf, timeoutMessage } from './output.ts';
import { retryPolicy } from './retry-policy.ts';
import { continuedWait, saveWait, type SuspendedWait } from './suspended-wait.ts';
import { readTargets, tasksOf } from './targets.ts';

/** How long the execution sleeps between checks if nothing calls it; n8n is precise to a minute. */
const checkInterval: Backoff = { firstMs: 60_000, longestMs: 300_000 };

/**
 * Fetches the tasks once. While one is still open, it suspends the execution until a callback or the next check,
 * whichever comes first; each time the node runs again and comes back here. So a lost callback, or one that nobody was
 * going to send, costs minutes at most.
 */
export async function suspend(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
  const wait = continuedWait(context) ?? newWait(context);
  const tasks = tasksOf(wait.targets);
  const fetched = await fetchTasks(tasks, await runtimeOf(context, retryPolicy));
  const isOver = isWaitOver([...fetched.values()], stopsOnError(context));
  if (isOver || Date.now() >= wait.deadline) {
    saveWait(context, null);
    hintAtMissingCallbacks(context, wait.withoutCallback ?? []);
    return outputOf(context, wait.targets, fetched, timeoutMessage(wait.maxWaitSeconds));
  }
  return await sleepUntilNextCheck(context, wait, fetched);
}

function newWait(context: IExecuteFunctions): SuspendedWait {
  const maxWaitSeconds = Number(context.getNodeParameter('maxWait', 0));
  return {
    executionId: context.getExecutionId(),
    runIndex: runIndexOf(context),
    targets: readTargets(context),
    maxWaitSeconds,
    deadline: Date.now() + maxWaitSeconds * 1000,
    checks: 0,
  };
}

async function sleepUntilNextCheck(
  context: IExecuteFunctions,
  wait: SuspendedWait,
  fetched: ReadonlyMap<string, FetchedTask>,
): Promise<INodeExecutionData[][]> {
  const checks = wait.checks + 1;
  const missing = wait.withoutCallback ?? withoutCallback(context, openIn(fetched));
  saveWait(context, { ...wait, withoutCallback: missing, checks });
  hintAtMissingCallbacks(context, missing);
  const nextCheck = Date.now() + backoffDelay(checkInterval, checks);
  const runsAgain = await suspendAndRunAgain(context, new Date(Math.min(nextCheck, wait.deadline)));
  if (!runsAgain) await context.putExecutionToWait(new Date(wait.deadline));

  // Where n8n does not run the node again, it passes on its input: let that be what has become of it.
  const items = context.getInputData();
  for (const [itemIndex, item] of items.entries()) {
    const target = wait.targets.items[itemIndex];
    const result = target !== undefined && 'key' in target ? fetched.get(target.key) : undefined;
    if (target === undefined || !('key' in target) || result === undefined) continue;
    // The items are copies made for this node; only their data is shared with earlier nodes.
    item.json = errorJson(timeoutMessage(wait.maxWaitSeconds), timedOutDetails(target.key, result));
  }
  // A copy: with an error output, n8n empties the array that it is given.
  return [[...items]];
}

/** True while the execution sleeps, and afterwards, when it explains why that took so long. */
function hintAtMissingCallbacks(context: IExecuteFunctions, [first, ...others]: readonly string[]): void {
  if (first === undefined) return;
  const [tasks, they] =
    others.length === 0 ? [first, 'it is'] : [`${first} and ${others.length} more`, 'they are'];
  context.addExecutionHints({
    message: `No Kling node in this execution requested a callback for task ${tasks}, so ${they} checked only every few minutes. To resume as soon as tasks finish, create them in this execution with "Callback" set to "This Execution".`,
    type: 'warning',
    location: 'outputPane',
  });
}

function openIn(fetched: ReadonlyMap<string, FetchedTask>): string[] {
  return [...fetched].filter(([, result]) => isOpen(result)).map(([key]) => key);
}
