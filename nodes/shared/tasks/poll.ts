import { type Backoff, backoffDelay, type TaskKind, type Runtime } from '@kling-elements/validation';

import { fetchTasks, type FetchedTask } from './fetch-tasks.ts';
import { hasFailed, isOpen } from './task-result.ts';

export interface PollOptions {
  readonly kind: TaskKind;
  readonly maxWaitMs: number;
  readonly interval: Backoff;
  /** Whether to end as soon as one task has failed, as waiting for the others would not help. */
  readonly untilFailure: boolean;
}

/** Polls tasks until all are final or the time is up. The result has the last state of each. */
export async function poll(
  keys: readonly string[],
  { kind, maxWaitMs, interval, untilFailure }: PollOptions,
  runtime: Runtime,
): Promise<Map<string, FetchedTask>> {
  const deadline = runtime.now() + maxWaitMs;
  const fetched = new Map<string, FetchedTask>();
  let open = [...new Set(keys)];
  for (let round = 1; ; round += 1) {
    for (const [key, result] of await fetchTasks(open, kind, runtime)) fetched.set(key, result);
    open = open.filter((key) => isOpenIn(fetched, key));
    const left = deadline - runtime.now();
    if (open.length === 0 || left <= 0 || (untilFailure && [...fetched.values()].some(hasFailed))) {
      return fetched;
    }
    await runtime.sleep(Math.min(backoffDelay(interval, round), left));
  }
}

function isOpenIn(fetched: ReadonlyMap<string, FetchedTask>, key: string): boolean {
  const result = fetched.get(key);
  return result === undefined || isOpen(result);
}
