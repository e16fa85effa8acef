import {
  defaultRetryPolicy,
  type KlingRequest,
  type KlingResponse,
  makeProblem,
  NoAnswer,
  ProblemError,
  readRetryAfter,
  type Transport,
} from '@kling-elements/validation';

import type { CircuitBreaker } from './circuit-breaker.ts';

/** The pause after "too many requests" that says nothing of its length, in milliseconds; half as much is drawn on top. */
const unsaidPauseMs = 1000;

export interface GuardOptions {
  readonly circuit: CircuitBreaker;
  /** Aborted at close: what fails then says nothing about Kling. */
  readonly signal: AbortSignal;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** From 0 to 1. */
  readonly random: () => number;
}

/**
 * Tells the circuit how each call went. Looks are refused while it is open, and wait while Kling asks for fewer
 * requests, whichever call it said that to. What changes something passes: whether it may begin is decided before its
 * first attempt, for to break it off between two attempts would leave its outcome unclear.
 */
export function guardedTransport(transport: Transport, options: GuardOptions): Transport {
  const { circuit, signal, now, sleep, random } = options;
  let quietUntil = 0;

  const heard = (response: KlingResponse) => {
    if (isFailure(response)) circuit.failed(`HTTP ${response.status}`);
    else circuit.answered();
    if (isTooMany(response)) {
      const pauseMs = readRetryAfter(response.retryAfter, now()) ?? unsaidPauseMs * (1 + random() / 2);
      quietUntil = Math.max(quietUntil, now() + pauseMs);
    }
  };

  const waitItsTurn = async () => {
    const left = quietUntil - now();
    if (left > defaultRetryPolicy.maxDelayMs) throw tooMany(left);
    // Not all at once when it is over.
    await sleep(left + random() * Math.min(left, 1000));
    circuit.check();
  };

  const send = async (request: KlingRequest, credential: { readonly renewCredential: boolean }) => {
    circuit.sending();
    try {
      const response = await transport(request, credential);
      heard(response);
      return response;
    } catch (error) {
      if (!signal.aborted && error instanceof NoAnswer) circuit.failed(error.message);
      throw error;
    }
  };

  return async (request, credential) => {
    if (request.method !== 'GET') return await send(request, credential);
    circuit.check();
    // Between the last check and the sending nothing else may happen: the first that passes is the probe.
    if (quietUntil > now()) await waitItsTurn();
    return await send(request, credential);
  };
}

/** Nothing of Kling's own, or its word that it is broken. */
function isFailure({ status, text }: KlingResponse): boolean {
  return status >= 500 || !text.trimStart().startsWith('{');
}

/** 1302, or the same from a proxy before Kling; the other codes under 429 are about tasks, money and addresses. */
function isTooMany({ status, text }: KlingResponse): boolean {
  return status === 429 && (!text.trimStart().startsWith('{') || /"code"\s*:\s*1302\b/.test(text));
}

function tooMany(milliseconds: number): ProblemError {
  return new ProblemError(
    makeProblem(
      'RATE_LIMIT',
      `Kling is getting too many requests from this account; try again in ${Math.ceil(milliseconds / 1000)} s.`,
    ),
  );
}
