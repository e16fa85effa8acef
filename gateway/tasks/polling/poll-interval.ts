import type { Backoff } from '../../runtime/backoff.ts';

export interface PollBounds {
  /** Milliseconds. */
  readonly pollMinMs: number;
  readonly pollMaxMs: number;
}

/**
 * Milliseconds until a task is polled again: the older it is, the later its next change may be
 * noticed. Half of that while the task has subscribers.
 */
export function pollIntervalAt(
  ageMs: number,
  hasSubscribers: boolean,
  { pollMinMs, pollMaxMs }: PollBounds,
): number {
  const growing = Math.min(pollMaxMs, Math.max(0, ageMs) / 8);
  return Math.max(pollMinMs, hasSubscribers ? growing / 2 : growing);
}

/**
 * When to poll, so that tasks come due together and one page serves them all: the first point of a grid that is at
 * least an interval away, or the last one within the longest interval if that would exceed it. Longer intervals have
 * coarser grids, whose points are also points of the finer ones.
 *
 * @param now Unix milliseconds, as the result
 */
export function nextPollAt(now: number, intervalMs: number, { pollMinMs, pollMaxMs }: PollBounds): number {
  const step = (pollMinMs / 2) * 2 ** Math.floor(Math.log2(Math.max(1, intervalMs / pollMinMs)));
  const due = Math.ceil((now + intervalMs) / step) * step;
  return due - now > pollMaxMs && due - step > now ? due - step : due;
}

/** The longest delay after polls that failed, in milliseconds, unless `pollMaxMs` is longer. */
const longestBackoffMs = 60_000;

/** How the delay grows while polls fail. */
export function pollBackoff({ pollMinMs, pollMaxMs }: PollBounds): Backoff {
  return {
    firstMs: pollMinMs * 2,
    longestMs: Math.max(pollMaxMs, longestBackoffMs),
    jitter: 'shorten',
  };
}
