import type { Problem } from '../problems.ts';

/** How often and how long an edge tries by itself. */
export interface RetryPolicy {
  /** Attempts in all, the first included. */
  readonly attempts: number;
  /** The first pause in milliseconds, at least; each further one is twice as long, up to `maxDelayMs`. */
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
}

export const defaultRetryPolicy: RetryPolicy = { attempts: 5, baseDelayMs: 1000, maxDelayMs: 20_000 };

/**
 * The pause before the next attempt in milliseconds; undefined when there is to be none: the problem does not pass
 * by itself (kling-api.md, section 5), the attempts are used up, or Kling asks for a longer pause than the longest.
 *
 * @param attempt how many attempts were made so far, from 1
 * @param random a number from 0 to 1: up to half of each pause is added by lot, so that clients do not come back all at once
 */
export function retryDelay(
  policy: RetryPolicy,
  attempt: number,
  problem: Problem,
  { retryAfterMs, random }: { retryAfterMs?: number | undefined; random: number },
): number | undefined {
  if (!problem.retryable || attempt >= policy.attempts) return undefined;
  if (retryAfterMs !== undefined) return retryAfterMs <= policy.maxDelayMs ? retryAfterMs : undefined;
  return Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (attempt - 1) * (1 + random / 2));
}

/** `Retry-After` in milliseconds: seconds or an HTTP date; undefined when it says nothing usable. */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined || header.trim() === '') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return seconds >= 0 ? seconds * 1000 : undefined;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
