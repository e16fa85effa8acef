import { parseResponse } from '../kling/envelope.ts';
import { type Problem, ProblemError, problemFromNoResponse } from '../problems.ts';
import type { KlingRequest, KlingResponse } from './request.ts';
import { defaultRetryPolicy, readRetryAfter, retryDelay, type RetryPolicy } from './retry.ts';

/**
 * Sends one request with the credential and resolves with the response, whatever its status. Rejects with
 * {@link NoResponseError} if there is no complete response: the call may or may not have taken effect.
 *
 * @param options.renewCredential whether to sign a new token, because Kling refused the last one as expired or not yet valid
 */
export type Transport = (
  request: KlingRequest,
  options: { readonly renewCredential: boolean },
) => Promise<KlingResponse>;

/** No complete response: connection refused or reset, time-out and the like. */
export class NoResponseError extends Error {
  override readonly name = 'NoResponseError';
}

/** What calls need from their environment; replaceable in tests. */
export interface Runtime {
  readonly transport: Transport;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Resolves after the given time; rejects when the caller cancels. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** From 0 to 1, like `Math.random`. */
  readonly random: () => number;
  readonly retryPolicy?: RetryPolicy;
}

/** The result of one attempt. */
export type Attempt =
  | { readonly ok: true; readonly data: unknown; readonly requestId: string | null }
  | { readonly ok: false; readonly problem: Problem };

/** The token has expired or is not valid yet: worth one more attempt with a new one (docs/kling-api.md, section 5). */
const tokenTimeCodes: readonly (number | null)[] = [1003, 1004];

/** One attempt, and one more with a new token if Kling refused the token for its times. */
export async function sendWithAuthRetry(request: KlingRequest, runtime: Runtime): Promise<Attempt> {
  const first = await sendOnce(request, runtime, false);
  return !first.ok && tokenTimeCodes.includes(first.problem.klingCode)
    ? await sendOnce(request, runtime, true)
    : first;
}

async function sendOnce(request: KlingRequest, runtime: Runtime, renewCredential: boolean): Promise<Attempt> {
  let response: KlingResponse;
  try {
    response = await runtime.transport(request, { renewCredential });
  } catch (error) {
    if (!(error instanceof NoResponseError)) throw error;
    return { ok: false, problem: { ...problemFromNoResponse(error.message), outcome: 'UNKNOWN' } };
  }
  const parsed = parseResponse(response);
  if (parsed.ok) return parsed;
  const retryAfterMs = readRetryAfter(response.retryAfter, runtime.now());
  return {
    ok: false,
    problem: {
      ...parsed.problem,
      outcome: parsed.problem.kind === 'UNAVAILABLE' ? 'UNKNOWN' : 'NOT_DONE',
      retryAfterSeconds: retryAfterMs === undefined ? null : retryAfterMs / 1000,
    },
  };
}

/**
 * Makes a read-only call, with retries where docs/kling-api.md, section 5, allows them.
 *
 * @returns `data` of Kling's envelope, and its request ID
 * @throws ProblemError if Kling refuses or does not respond to any attempt
 */
export async function getWithRetries(
  request: KlingRequest,
  runtime: Runtime,
): Promise<{ data: unknown; requestId: string | null }> {
  for (let attempts = 1; ; attempts += 1) {
    const attempt = await sendWithAuthRetry(request, runtime);
    if (attempt.ok) return attempt;
    // A read changes nothing, whether or not there was a response.
    await waitOrThrow(attempts, { ...attempt.problem, outcome: 'NOT_DONE' }, runtime);
  }
}

/** Waits until the next attempt is due; throws the problem if there is none. */
export async function waitOrThrow(attempts: number, problem: Problem, runtime: Runtime): Promise<void> {
  const delay = retryDelay(runtime.retryPolicy ?? defaultRetryPolicy, attempts, problem, runtime.random());
  if (delay === undefined) throw new ProblemError(problem);
  await runtime.sleep(delay);
}
