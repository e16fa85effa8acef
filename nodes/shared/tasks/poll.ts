import { type Backoff, backoffDelay, type Runtime } from '@kling-elements/validation';

import { fetchTasks, type FetchedTask, type TaskReference } from './fetch-tasks.ts';
import { isOpen, isWaitOver } from './task-result.ts';

export interface PollOptions {
  readonly maxWaitMs: number;
  readonly interval: Backoff;
  /** Whether to end as soon as one task has failed, as waiting for the others would not help. */
  readonly untilFailure: boolean;
}

/** Polls tasks until all are final or the time is up. The result has the last state of each, by its key. */
export async function poll(
  references: Iterable<TaskReference>,
  { maxWaitMs, interval, untilFailure }: PollOptions,
  runtime: Runtime,
): Promise<Map<string, FetchedTask>> {
  const deadline = runtime.now() + maxWaitMs;
  const fetched = new Map<string, FetchedTask>();
  let open = [...references];
  for (let round = 1; ; round += 1) {
    for (const [key, result] of await fetchTasks(open, runtime)) fetched.set(key, result);
    const left = deadline - runtime.now();
    if (left <= 0 || isWaitOver([...fetched.values()], untilFailure)) return fetched;
    open = stillOpen(open, fetched);
    await runtime.sleep(Math.min(backoffDelay(interval, round), left));
  }
}

/** The tasks to poll again, each where it was found. */
function stillOpen(
  references: readonly TaskReference[],
  fetched: ReadonlyMap<string, FetchedTask>,
): TaskReference[] {
  return references.flatMap(({ key, kind }) => {
    const result = fetched.get(key);
    if (result === undefined) return [{ key, kind }];
    if (!isOpen(result)) return [];
    return [{ key, kind: result.task === undefined ? kind : result.kind }];
  });
}
