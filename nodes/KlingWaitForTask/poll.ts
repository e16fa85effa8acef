import type { TaskKind, Runtime } from '@kling-elements/validation';

import { fetchTasks, type FetchedTask } from '../shared/kling/fetch-tasks.ts';
import { hasFailed, isOpen } from './task-result.ts';

export interface PollOptions {
  readonly made: TaskKind;
  readonly maxWaitMs: number;
  readonly longestPauseMs: number;
  /** End as soon as one task has failed: the others would be waited for in vain. */
  readonly untilFailure: boolean;
}

const firstPauseMs = 1000;
const growth = 1.5;

/** Looks at tasks until none is open any more, or the time is over: the last result at each of them. */
export async function poll(
  keys: readonly string[],
  { made, maxWaitMs, longestPauseMs, untilFailure }: PollOptions,
  runtime: Runtime,
): Promise<Map<string, FetchedTask>> {
  const deadline = runtime.now() + maxWaitMs;
  const fetched = new Map<string, FetchedTask>();
  let open = [...new Set(keys)];
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * growth, longestPauseMs)) {
    for (const [key, result] of await fetchTasks(open, made, runtime)) fetched.set(key, result);
    open = open.filter((key) => isOpenIn(fetched, key));
    const left = deadline - runtime.now();
    if (open.length === 0 || left <= 0 || (untilFailure && [...fetched.values()].some(hasFailed))) return fetched;
    await runtime.sleep(Math.min(pauseMs, longestPauseMs, left));
  }
}

function isOpenIn(fetched: ReadonlyMap<string, FetchedTask>, key: string): boolean {
  const result = fetched.get(key);
  return result === undefined || isOpen(result);
}
