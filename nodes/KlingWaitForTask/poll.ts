import type { TaskKind, Runtime } from '@kling-elements/validation';

import { lookAt, type Look } from '../shared/kling/fetch-tasks.ts';
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

/** Looks at tasks until none is open any more, or the time is over: the last look at each of them. */
export async function poll(
  keys: readonly string[],
  { made, maxWaitMs, longestPauseMs, untilFailure }: PollOptions,
  world: Runtime,
): Promise<Map<string, Look>> {
  const deadline = world.now() + maxWaitMs;
  const looks = new Map<string, Look>();
  let open = [...new Set(keys)];
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * growth, longestPauseMs)) {
    for (const [key, look] of await lookAt(open, made, world)) looks.set(key, look);
    open = open.filter((key) => isOpenIn(looks, key));
    const left = deadline - world.now();
    if (open.length === 0 || left <= 0 || (untilFailure && [...looks.values()].some(hasFailed))) return looks;
    await world.sleep(Math.min(pauseMs, longestPauseMs, left));
  }
}

function isOpenIn(looks: ReadonlyMap<string, Look>, key: string): boolean {
  const look = looks.get(key);
  return look === undefined || isOpen(look);
}
