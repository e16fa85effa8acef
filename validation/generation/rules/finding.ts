import type { InputIssue } from '../../issues.ts';

/** What a rule found: an issue, or only a warning where nobody knows what Kling does. */
export type Finding = InputIssue & { readonly warning?: true };

/** What several rules found, as issues and warnings. */
export function sortFindings(findings: Iterable<Finding>): {
  readonly issues: readonly InputIssue[];
  readonly warnings: readonly InputIssue[];
} {
  const issues: InputIssue[] = [];
  const warnings: InputIssue[] = [];
  for (const { warning, ...found } of findings) (warning === true ? warnings : issues).push(found);
  return { issues, warnings };
}
