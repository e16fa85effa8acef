import { makeProblem, ProblemError } from '@kling-elements/validation';

/** The error for an invalid argument of a query. */
export function invalidArgument(message: string): ProblemError {
  return new ProblemError(makeProblem('INVALID', message));
}
