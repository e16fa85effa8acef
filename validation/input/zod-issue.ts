import type * as z from 'zod/mini';

import { type Issue, type InputIssue, type IssueCode, issueCodes, type Path } from '../issues.ts';

const codes: ReadonlySet<string> = new Set(issueCodes);

/** Where zod collects what is wrong: a check's or a transform's payload. */
export interface Findings {
  readonly value: unknown;
  readonly issues: z.core.$ZodRawIssue[];
}

/** Adds a fault of ours. `continue`: a fault in one place must not keep those elsewhere from being found. */
export function addIssue({ value, issues }: Findings, fault: Issue, path: Path = []): void {
  issues.push({
    code: 'custom',
    input: value,
    message: fault.message,
    path: [...path],
    params: { fault: fault.code },
    continue: true,
  });
}

/** Our issue from zod's: the fault that a check of ours added, or what zod's own type check means to a person. */
export function issueFromZod(issue: z.core.$ZodIssue): InputIssue {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  return { path, code: codeOf(issue), message: issue.message };
}

function codeOf(issue: z.core.$ZodIssue): IssueCode {
  const fault: unknown = issue.code === 'custom' ? issue.params?.fault : undefined;
  if (typeof fault === 'string' && codes.has(fault)) return fault as IssueCode;
  return issue.code === 'invalid_value' ? 'NOT_A_CHOICE' : 'REQUIRED';
}
