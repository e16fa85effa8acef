import { formatPath, type InputIssue as CheckedIssue } from '@kling-elements/validation';

import type { InputIssue, InvalidInput } from '../generated/resolver-types.ts';
import sdl from './invalid-input.graphql';

/** An issue as the schema has it: bytes come from the field `file`. */
export function inputIssue({ path, code, message, limit, actual }: CheckedIssue): InputIssue {
  const inputPath = path.at(-1) === 'bytes' ? [...path.slice(0, -1), 'file'] : path;
  return { path: formatPath(inputPath), code, message, limit: limit ?? null, actual: actual ?? null };
}

/** The result of a mutation whose input has issues; its message sums them up in a line. */
export function invalidInput(
  inputIssues: readonly CheckedIssue[],
): InvalidInput & { __typename: 'InvalidInput' } {
  const issues = inputIssues.map(inputIssue);
  return { __typename: 'InvalidInput', message: summary(issues), issues };
}

function summary(issues: readonly InputIssue[]): string {
  const [only, ...others] = issues;
  if (only !== undefined && others.length === 0) {
    return only.path === '' ? only.message : `${only.path}: ${only.message}`;
  }
  const paths = [...new Set(issues.map(({ path }) => path || 'the input itself'))];
  return `${issues.length} things are wrong with this input: ${paths.join(', ')}.`;
}

export const invalidInputs = { sdl };
