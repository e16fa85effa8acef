import type { InputIssue, IssueCode, Path } from '@kling-elements/validation';

/** An issue with a parameter, under the name that the editor shows. */
export interface ParameterIssue {
  readonly parameter: string;
  readonly code: IssueCode;
  readonly message: string;
}

/** Thrown before Kling is called; has everything that is wrong with the parameters of an item. */
export class InvalidParametersError extends Error {
  override readonly name = 'InvalidParametersError';
  readonly issues: readonly ParameterIssue[];

  constructor(issues: readonly InputIssue[], labelOf: (path: Path) => string) {
    const labelled = issues.map(({ path, code, message }) => ({ parameter: labelOf(path), code, message }));
    const [first, ...others] = labelled;
    super(
      (first === undefined ? '' : issueText(first)) +
        (others.length === 0
          ? ''
          : ` (and ${others.length} more ${others.length === 1 ? 'issue' : 'issues'})`),
    );
    this.issues = labelled;
  }
}

/** For example `"Frontal Image URL": The image is …` */
export function issueText({ parameter, message }: ParameterIssue): string {
  return `"${parameter}": ${message}`;
}
