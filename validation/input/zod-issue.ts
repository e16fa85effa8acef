import type * as z from 'zod/mini';

import { type Issue, type InputIssue, issueCodes, type Path } from '../issues.ts';

const codes: ReadonlySet<string> = new Set(issueCodes);

/** Where zod collects issues: the payload of a check or a transform. */
export interface IssueCollector {
  readonly value: unknown;
  readonly issues: z.core.$ZodRawIssue[];
}

/** Adds an issue. `continue`: an issue in one place must not keep those elsewhere from being found. */
export function addIssue(
  { value, issues }: IssueCollector,
  { message, ...params }: Issue,
  path: Path = [],
): void {
  issues.push({
    code: 'custom',
    input: value,
    message,
    path: [...path],
    params,
    continue: true,
  });
}

/** Converts zod's issue: one from {@link addIssue}, or one of zod's own type checks. */
export function issueFromZod(issue: z.core.$ZodIssue): InputIssue {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  const { message } = issue;
  const params = issue.code === 'custom' ? (issue.params as Omit<Issue, 'message'> | undefined) : undefined;
  if (params !== undefined && codes.has(params.code)) return { path, message, ...params };
  return { path, message, code: issue.code === 'invalid_value' ? 'NOT_A_CHOICE' : 'REQUIRED' };
}
