import { parseResponse } from '../kling/envelope.ts';
import { type Problem, ProblemError, problemFromNoResponse } from '../problems.ts';
import type { KlingRequest, KlingResponse } from './request.ts';
import { defaultRetryPolicy, readRetryAfter, retryDelay, type RetryPolicy } from './retry.ts';

/**
 * Sends one request with the credential and gives what came back, whatever its status. Rejects with
 * {@link NoResponseError} when nothing came back: a call that may or may not have had its effect.
 *
 * @param options.renewCredential the token sent before was refused as too old or too new: make a fresh one
 */
export type Transport = (
  request: KlingRequest,
  options: { readonly renewCredential: boolean },
) => Promise<KlingResponse>;

/** Connection refused or reset, time-out, anything between the request and a whole answer. */
export class NoResponseError extends Error {
  override readonly name = 'NoResponseError';
}

/** What every call needs of the world outside. */
export interface Runtime {
  readonly transport: Transport;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Resolves after so many milliseconds; rejects when the caller has lost interest. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** From 0 to 1, as `Math.random`. */
  readonly random: () => number;
  readonly retryPolicy?: RetryPolicy;
}

/** How one attempt went. `unclear`: it may have had its effect although no clear answer says so. */
export type Attempt =
  | { readonly ok: true; readonly data: unknown; readonly requestId: string | null }
  | {
      readonly ok: false;
      readonly problem: Problem;
      readonly unclear: boolean;
      readonly retryAfterMs: number | undefined;
    };

/** Refused because of the token's times: worth one attempt with a fresh one (docs/kling-api.md, section 5). */
const tokenTimeCodes: readonly (number | null)[] = [1003, 1004];

/** One attempt, with one more under a fresh token where only the token's times were at issue. */
export async function sendWithAuthRetry(request: KlingRequest, runtime: Runtime): Promise<Attempt> {
  const first = await sendOnce(request, runtime, false);
  return !first.ok && tokenTimeCodes.includes(first.problem.code)
    ? await sendOnce(request, runtime, true)
    : first;
}

async function sendOnce(request: KlingRequest, runtime: Runtime, renewCredential: boolean): Promise<Attempt> {
  let response: KlingResponse;
  try {
    response = await runtime.transport(request, { renewCredential });
  } catch (error) {
    if (!(error instanceof NoResponseError)) throw error;
    return {
      ok: false,
      problem: problemFromNoResponse(error.message),
      unclear: true,
      retryAfterMs: undefined,
    };
  }
  const answer = parseResponse(response);
  if (answer.ok) return answer;
  return {
    ok: false,
    problem: answer.problem,
    unclear: answer.problem.kind === 'UNAVAILABLE',
    retryAfterMs: readRetryAfter(response.retryAfter, runtime.now()),
  };
}

/**
 * Makes a call that changes nothing, again and again where docs/kling-api.md, section 5, allows it.
 *
 * @returns `data` of Kling's envelope, and its request id
 * @throws ProblemError when Kling refuses, or does not answer in the end
 */
export async function getWithRetries(
  request: KlingRequest,
  runtime: Runtime,
): Promise<{ data: unknown; requestId: string | null }> {
  for (let attempts = 1; ; attempts += 1) {
    const attempt = await sendWithAuthRetry(request, runtime);
    if (attempt.ok) return attempt;
    await waitOrThrow(attempts, attempt, runtime);
  }
}

/** Waits until the next attempt is due; throws the problem when there is to be none. */
export async function waitOrThrow(
  attempts: number,
  { problem, unclear, retryAfterMs }: Omit<Extract<Attempt, { ok: false }>, 'ok'>,
  runtime: Runtime,
): Promise<void> {
  const delay = retryDelay(runtime.retryPolicy ?? defaultRetryPolicy, attempts, problem, {
    retryAfterMs,
    random: runtime.random(),
  });
  if (delay === undefined) throw new ProblemError(problem, { unclear });
  await runtime.sleep(delay);
}
