import { makeProblem, ProblemError } from '@kling-elements/validation';

/** An argument of a query that cannot be used. */
export function invalid(message: string): ProblemError {
  return new ProblemError(makeProblem('INVALID', message));
}
