import { ProblemError } from '@kling-elements/validation';

import type { KlingProblem } from '../generated/resolver-types.ts';
import sdl from './kling-problem.graphql';

/** A mutation's answer where Kling refuses; other errors go on their way. */
export function klingProblem(error: unknown): KlingProblem & { __typename: 'KlingProblem' } {
  if (!(error instanceof ProblemError)) throw error;
  return { __typename: 'KlingProblem', ...error.problem };
}

export const klingProblems = { sdl };
