import { formatPath, type InputIssue } from '@kling-elements/validation';

/** Issues as cases have them: `path CODE`, with bytes called files. */
export function issueSummary(issues: readonly InputIssue[]): string[] {
  return issues.map(
    ({ path, code }) => `${formatPath(path.map((step) => (step === 'bytes' ? 'file' : step)))} ${code}`,
  );
}
