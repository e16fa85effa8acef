/** How delays grow with each attempt that fails. */
export interface Backoff {
  /** The delay after the first failure, before jitter. */
  readonly firstMs: number;
  /** The longest delay, before jitter. */
  readonly longestMs: number;
  /**
   * What randomness does to each delay, so that clients do not come back all at once: `shorten` takes away up to
   * half of it, `lengthen` adds up to half. Without it delays are exact.
   */
  readonly jitter?: 'shorten' | 'lengthen';
}

/** Beyond 2^30 times the first delay nothing grows: every count of failures gives a finite delay. */
const mostDoublings = 30;

/**
 * The delay before the next attempt, in milliseconds: `firstMs`, doubled with each further failure up to
 * `longestMs`, then jittered.
 *
 * @param failures the number of failures in a row so far, from 1
 * @param random from 0 to 1, as `Math.random()`; needed with `jitter` only
 */
export function backoffDelay({ firstMs, longestMs, jitter }: Backoff, failures: number, random = 0): number {
  const delayMs = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, mostDoublings));
  if (jitter === 'shorten') return delayMs * (0.5 + random / 2);
  if (jitter === 'lengthen') return delayMs * (1 + random / 2);
  return delayMs;
}
