export interface PollBounds {
  /** Milliseconds. */
  readonly pollMinMs: number;
  readonly pollMaxMs: number;
}

/**
 * Milliseconds until a task is looked at again: the longer it has been under way, the longer it may take to hear
 * the news. Half of that while somebody waits for it.
 */
export function pollIntervalAt(
  ageMs: number,
  watched: boolean,
  { pollMinMs, pollMaxMs }: PollBounds,
): number {
  const growing = Math.min(pollMaxMs, Math.max(0, ageMs) / 8);
  return Math.max(pollMinMs, watched ? growing / 2 : growing);
}

/**
 * When to look, so that tasks come due together and can be read together: the first point of a grid that is a pause
 * or more away; the last one within the longest pause where that would be beyond it. Grids of longer pauses are
 * coarser, and each holds the points of the next coarser one.
 *
 * @param now Unix milliseconds, as the result
 */
export function nextPollAt(now: number, pauseMs: number, { pollMinMs, pollMaxMs }: PollBounds): number {
  const step = (pollMinMs / 2) * 2 ** Math.floor(Math.log2(Math.max(1, pauseMs / pollMinMs)));
  const due = Math.ceil((now + pauseMs) / step) * step;
  return due - now > pollMaxMs && due - step > now ? due - step : due;
}

/** The longest pause after looks that failed, in milliseconds. */
const longestBackoffMs = 60_000;

/** Milliseconds after so many failures in a row (from 1): doubling, with jitter. @param random from 0 to 1 */
export function backoff(failures: number, random: number, { pollMinMs, pollMaxMs }: PollBounds): number {
  const longest = Math.max(pollMaxMs, longestBackoffMs);
  return Math.min(longest, pollMinMs * 2 ** Math.min(failures, 30)) * (0.5 + random / 2);
}
