import type * as z from 'zod/mini';

import { type Issue, type InputIssue, type IssueCode, issueCodes, type Path } from '../issues.ts';

const codes: ReadonlySet<string> = new Set(issueCodes);

/** Where zod collects issues: the payload of a check or a transform. */
export interface IssueCollector {
  readonly value: unknown;
  readonly issues: z.core.$ZodRawIssue[];
}

/** Adds an issue. `continue`: an issue in one place must not keep those elsewhere from being found. */
export function addIssue({ value, issues }: IssueCollector, issue: Issue, path: Path = []): void {
  issues.push({
    code: 'custom',
    input: value,
    message: issue.message,
    path: [...path],
    params: { code: issue.code },
    continue: true,
  });
}

/** Converts zod's issue: one from {@link addIssue}, or one of zod's own type checks. */
export function issueFromZod(issue: z.core.$ZodIssue): InputIssue {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  return { path, code: codeOf(issue), message: issue.message };
}

function codeOf(issue: z.core.$ZodIssue): IssueCode {
  const code: unknown = issue.code === 'custom' ? issue.params?.code : undefined;
  if (typeof code === 'string' && codes.has(code)) return code as IssueCode;
  return issue.code === 'invalid_value' ? 'NOT_A_CHOICE' : 'REQUIRED';
}
