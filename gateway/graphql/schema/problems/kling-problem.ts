import { ProblemError } from '@kling-elements/validation';

import type { KlingProblem } from '../generated/resolver-types.ts';
import sdl from './kling-problem.graphql';

/** The result of a mutation that Kling refused. @throws any other error */
export function klingProblem(error: unknown): KlingProblem & { __typename: 'KlingProblem' } {
  if (!(error instanceof ProblemError)) throw error;
  return { __typename: 'KlingProblem', ...error.problem };
}

export const klingProblems = { sdl };
