import { makeProblem, type Problem, ProblemError } from '@kling-elements/validation';

/** What a call rejects with when Kling refuses it; `retryable` follows from the kind. */
export function problem(given: Partial<Omit<Problem, 'retryable'>> = {}): ProblemError {
  const {
    kind = 'RATE_LIMIT',
    message = 'Kling is getting too many requests from this account; try again a little later.',
    code = 1302,
    requestId = 'kling-request',
  } = given;
  return new ProblemError(makeProblem(kind, message, { code, requestId }));
}
