import type { InputIssue, IssueCode, Path } from '@kling-elements/validation';

/** An issue at a parameter, by the name that the editor shows. */
export interface ParameterIssue {
  readonly parameter: string;
  readonly code: IssueCode;
  readonly message: string;
}

/** Parameters are refused: all that is wrong with them, found before Kling was asked. */
export class InvalidParametersError extends Error {
  override readonly name = 'InvalidParametersError';
  readonly issues: readonly ParameterIssue[];

  constructor(issues: readonly InputIssue[], labelOf: (path: Path) => string) {
    const named = issues.map(({ path, code, message }) => ({ parameter: labelOf(path), code, message }));
    const [first, ...others] = named;
    super(
      (first === undefined ? '' : issueText(first)) +
        (others.length === 0
          ? ''
          : ` (and ${others.length} more ${others.length === 1 ? 'issue' : 'issues'})`),
    );
    this.issues = named;
  }
}

/** `Frontal Image URL: The picture is … [IMAGE_TOO_SMALL]` */
export function issueText({ parameter, code, message }: ParameterIssue): string {
  return `${parameter}: ${message} [${code}]`;
}
