/** How delays grow with each failed attempt. */
export interface Backoff {
  /** The delay after the first failure, before jitter. */
  readonly firstMs: number;
  /** The longest delay, before jitter. */
  readonly longestMs: number;
  /**
   * How each delay is randomised, so that clients do not all return at once: `shorten` subtracts up to half of it,
   * `lengthen` adds up to half. Without jitter, delays are exact.
   */
  readonly jitter?: 'shorten' | 'lengthen';
}

/** Keeps the delay finite after any number of failures. */
const maxDoublings = 30;

/**
 * The delay before the next attempt, in milliseconds: `firstMs`, doubled with each further failure up to
 * `longestMs`, then jittered.
 *
 * @param failures the number of failures in a row so far, from 1
 * @param random from 0 to 1, as from `Math.random()`; only needed with `jitter`
 */
export function backoffDelay({ firstMs, longestMs, jitter }: Backoff, failures: number, random = 0): number {
  const delayMs = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, maxDoublings));
  if (jitter === 'shorten') return delayMs * (0.5 + random / 2);
  if (jitter === 'lengthen') return delayMs * (1 + random / 2);
  return delayMs;
}
