/** Why an input is rejected before Kling is called. The gateway and the n8n nodes use the same codes. */
export const issueCodes = [
  'REQUIRED',
  'TOO_LONG',
  'NOT_A_CHOICE',
  'TOO_FEW',
  'TOO_MANY',
  'NOT_ALLOWED_HERE',
  'NOT_A_URL',
  'URL_NOT_PUBLIC',
  'URL_UNREADABLE',
  'NOT_BASE64',
  'IMAGE_FORMAT',
  'IMAGE_TOO_LARGE',
  'IMAGE_TOO_SMALL',
  'IMAGE_RATIO',
  'IMAGE_UNREADABLE',
  'VIDEO_FORMAT',
  'VIDEO_TOO_LARGE',
  'VIDEO_DURATION',
  'VIDEO_RESOLUTION',
  'VIDEO_RATIO',
  'VIDEO_UNREADABLE',
  'CITES_NOTHING',
  'NOT_CITED',
  'ELEMENT_TYPE',
  'OUT_OF_RANGE',
  'TOO_EXPENSIVE',
] as const;
export type IssueCode = (typeof issueCodes)[number];

/** What is wrong and what to do, in one sentence, without the place. */
export interface Issue {
  readonly code: IssueCode;
  readonly message: string;
  /**
   * The number that the value exceeds or falls short of, in the unit of `limits`: characters, items, bytes, pixels of a
   * side, seconds or a ratio. Only in issues about a number.
   */
  readonly limit?: number | undefined;
  /** The value's own number, where it is known. */
  readonly actual?: number | undefined;
}

/**
 * Why media at a URL could not be checked: URL_UNREADABLE, which is only a warning, or URL_NOT_PUBLIC or NOT_A_URL.
 * Thrown by `openUrl` and by reads of what it opened.
 */
export class UrlIssueError extends Error {
  override readonly name = 'UrlIssueError';
  readonly issue: Issue;

  constructor(issue: Issue) {
    super(issue.message);
    this.issue = issue;
  }
}

/** A place in the canonical input: `['reference', 'images', 'others', 1, 'base64']`. */
export type Path = readonly (string | number)[];

/** An issue with its place in the canonical input. */
export interface InputIssue extends Issue {
  readonly path: Path;
}

/** A path in the usual notation: `reference.images.others[1].base64`; the empty path is the empty string. */
export function formatPath(path: Path): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  );
}
