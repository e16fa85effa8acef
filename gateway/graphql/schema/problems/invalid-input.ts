import { formatPath, type InputIssue as CheckedIssue } from '@kling-elements/validation';

import type { InputIssue, InvalidInput } from '../generated/resolver-types.ts';
import sdl from './invalid-input.graphql';

/** The issue in the words of the contract: bytes come from the field `file`. */
export function inputIssue({ path, code, message }: CheckedIssue): InputIssue {
  const written = path.at(-1) === 'bytes' ? [...path.slice(0, -1), 'file'] : path;
  return { path: formatPath(written), code, message };
}

/** The refusal of an input, its message a line that sums the issues up. */
export function invalidInput(found: readonly CheckedIssue[]): InvalidInput & { __typename: 'InvalidInput' } {
  const issues = found.map(inputIssue);
  return { __typename: 'InvalidInput', message: summary(issues), issues };
}

function summary(issues: readonly InputIssue[]): string {
  const [only, ...others] = issues;
  if (only !== undefined && others.length === 0) {
    return only.path === '' ? only.message : `${only.path}: ${only.message}`;
  }
  const places = [...new Set(issues.map(({ path }) => path || 'the input itself'))];
  return `${issues.length} things are wrong with this input: ${places.join(', ')}.`;
}

export const invalidInputs = { sdl };
