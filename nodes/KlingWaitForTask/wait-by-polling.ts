import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { stopsOnError } from '../shared/execution/as-tool.ts';
import { runtimeOf } from '../shared/kling/runtime.ts';
import { outputOf, timeoutMessage } from './output.ts';
import { poll } from '../shared/tasks/poll.ts';
import { retryPolicy } from './retry-policy.ts';
import { readOptions, readTargets, tasksOf } from './targets.ts';

/** Waits by polling. Tools always do: their execution cannot be suspended. */
export async function waitByPolling(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
  const targets = readTargets(context);
  const maxWait = Number(context.getNodeParameter('maxWait', 0));
  const longestMs = (readOptions(context).longestPause ?? 15) * 1000;
  const fetched = await poll(
    tasksOf(targets),
    {
      maxWaitMs: maxWait * 1000,
      interval: { firstMs: 1000, longestMs },
      untilFailure: stopsOnError(context),
    },
    await runtimeOf(context, retryPolicy),
  );
  return outputOf(context, targets, fetched, timeoutMessage(maxWait));
}
