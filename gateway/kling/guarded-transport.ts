import {
  defaultRetryPolicy,
  type KlingResponse,
  makeProblem,
  ProblemError,
  readRetryAfter,
  type Transport,
} from '@kling-elements/validation';

import { backoffDelay } from '../runtime/backoff.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';

/** After "too many requests" without a delay. */
const defaultPause = { firstMs: 1000, longestMs: 1000, jitter: 'lengthen' } as const;

export interface GuardedTransportOptions {
  readonly circuit: CircuitBreaker;
  /** Aborted at close. */
  readonly signal: AbortSignal;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** From 0 to 1. */
  readonly random: () => number;
}

/**
 * A transport that respects the circuit and Kling's rate limit. A GET is refused while the circuit is open, and waits
 * while Kling asks for fewer requests, whichever call Kling answered so. A create or a delete passes: whether it may
 * start is decided before its first attempt, because breaking it off between two attempts would leave its result
 * unclear.
 */
export function guardedTransport(transport: Transport, options: GuardedTransportOptions): Transport {
  const { circuit, signal, now, sleep, random } = options;
  let pausedUntil = 0;

  const waitForPause = async () => {
    const leftMs = pausedUntil - now();
    if (leftMs > defaultRetryPolicy.maxDelayMs) throw tooManyRequests(leftMs);
    // Not all at once when it is over.
    await sleep(leftMs + random() * Math.min(leftMs, 1000));
    circuit.throwIfOpen();
  };

  return async (request, credential) => {
    if (request.method === 'GET') {
      circuit.throwIfOpen();
      if (pausedUntil > now()) await waitForPause();
      // Nothing may happen between the last check and the sending: the first call to pass is the probe.
    }
    const response = await circuit.send(() => transport(request, credential), signal);
    if (isTooManyRequests(response)) {
      const pauseMs = readRetryAfter(response.retryAfter, now()) ?? backoffDelay(defaultPause, 1, random());
      pausedUntil = Math.max(pausedUntil, now() + pauseMs);
    }
    return response;
  };
}

/** 1302, or the same from a proxy before Kling; the other codes with status 429 are about tasks, balance and IP addresses. */
function isTooManyRequests({ status, text }: KlingResponse): boolean {
  return status === 429 && (!text.trimStart().startsWith('{') || /"code"\s*:\s*1302\b/.test(text));
}

function tooManyRequests(milliseconds: number): ProblemError {
  const seconds = Math.ceil(milliseconds / 1000);
  return new ProblemError(
    makeProblem(
      'RATE_LIMIT',
      `Kling is getting too many requests from this account; try again in ${seconds} s.`,
      { retryAfterSeconds: seconds },
    ),
  );
}
