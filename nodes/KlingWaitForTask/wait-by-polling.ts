import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { worldOf } from '../shared/kling/runtime.ts';
import { outputOf } from './output.ts';
import { poll } from './poll.ts';
import { readOptions, readWanted } from './targets.ts';

/** Rounds repeat what did not work out, so that one look need not try for long. */
const retryPolicy = { attempts: 3, baseDelayMs: 1000, maxDelayMs: 10_000 };

/** Waits by asking again and again; in a tool as well, where an execution cannot be put to sleep. */
export async function pollOutput(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
  const wanted = readWanted(context);
  const maxWait = Number(context.getNodeParameter('maxWait', 0));
  const looks = await poll(
    wanted.keys,
    {
      made: wanted.made,
      maxWaitMs: maxWait * 1000,
      longestPauseMs: (readOptions(context).longestPause ?? 15) * 1000,
      untilFailure: !context.continueOnFail(),
    },
    await worldOf(context, retryPolicy),
  );
  return outputOf(context, wanted, looks, `Not final within ${maxWait} s`);
}
