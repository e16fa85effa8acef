import { type Problem, ProblemError } from '@kling-elements/validation';

/** A refusal of Kling's. */
export function problem(given: Partial<Problem> = {}): ProblemError {
  return new ProblemError({
    kind: 'RATE_LIMIT',
    message: 'Kling is getting too many requests from this account; try again a little later.',
    code: 1302,
    requestId: 'kling-request',
    retryable: true,
    ...given,
  });
}
