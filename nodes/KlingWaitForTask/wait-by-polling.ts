import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { runtimeOf } from '../shared/kling/runtime.ts';
import { outputOf } from './output.ts';
import { poll } from './poll.ts';
import { readOptions, readTargets } from './targets.ts';

/** Rounds repeat what did not work out, so that one result need not try for long. */
const retryPolicy = { attempts: 3, baseDelayMs: 1000, maxDelayMs: 10_000 };

/** Waits by asking again and again; in a tool as well, where an execution cannot be put to sleep. */
export async function pollOutput(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
  const wanted = readTargets(context);
  const maxWait = Number(context.getNodeParameter('maxWait', 0));
  const fetched = await poll(
    wanted.keys,
    {
      made: wanted.made,
      maxWaitMs: maxWait * 1000,
      longestPauseMs: (readOptions(context).longestPause ?? 15) * 1000,
      untilFailure: !context.continueOnFail(),
    },
    await runtimeOf(context, retryPolicy),
  );
  return outputOf(context, wanted, fetched, `Not final within ${maxWait} s`);
}
