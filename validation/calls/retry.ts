import type { Problem } from '../problems.ts';
import { backoffDelay } from './backoff.ts';

/** How many attempts a call has, and the delays between them. */
export interface RetryPolicy {
  /** The maximum number of attempts, including the first. */
  readonly attempts: number;
  /** The shortest delay before the second attempt, in milliseconds; it doubles with each further one. */
  readonly baseDelayMs: number;
  /** The longest delay in milliseconds, jitter included. */
  readonly maxDelayMs: number;
}

/** Up to 5 attempts, with delays of 1 to 20 seconds. */
export const defaultRetryPolicy: RetryPolicy = { attempts: 5, baseDelayMs: 1000, maxDelayMs: 20_000 };

/**
 * The delay before the next attempt in milliseconds; undefined if there is none: repeating does not solve
 * the problem (docs/kling-api.md, section 5), the attempts are used up, or Kling asks for a longer delay
 * than `maxDelayMs`.
 *
 * @param attempt the number of attempts made so far, from 1
 * @param random from 0 to 1, adds up to half of the delay
 */
export function retryDelay(
  policy: RetryPolicy,
  attempt: number,
  problem: Problem,
  random: number,
): number | undefined {
  if (!problem.retryable || attempt >= policy.attempts) return undefined;
  if (problem.retryAfterSeconds !== null) {
    const retryAfterMs = problem.retryAfterSeconds * 1000;
    return retryAfterMs <= policy.maxDelayMs ? retryAfterMs : undefined;
  }
  const backoff = { firstMs: policy.baseDelayMs, longestMs: policy.maxDelayMs, jitter: 'lengthen' } as const;
  return Math.min(policy.maxDelayMs, backoffDelay(backoff, attempt, random));
}

/**
 * The delay that a `Retry-After` header asks for, in milliseconds; undefined unless it is a number of seconds or an
 * HTTP date.
 *
 * @param now Unix milliseconds
 */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined || header.trim() === '') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return seconds >= 0 ? seconds * 1000 : undefined;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
