/** Why an input is refused before Kling is asked. The same codes in the gateway and in the n8n nodes. */
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
] as const;
export type IssueCode = (typeof issueCodes)[number];

/** What is wrong, without the place: one sentence that says what was found and what to do. */
export interface Issue {
  readonly code: IssueCode;
  readonly message: string;
}

/**
 * Why media at a URL could not be checked: URL_UNREADABLE, which is a warning only, or URL_NOT_PUBLIC or NOT_A_URL,
 * which refuse the input. Thrown by an edge's `openUrl` and by the reads of what it opened.
 */
export class UrlIssueError extends Error {
  override readonly name = 'UrlIssueError';
  readonly issue: Issue;

  constructor(issue: Issue) {
    super(issue.message);
    this.issue = issue;
  }
}

/** Where in the canonical input: `['reference', 'images', 'others', 1, 'base64']`. */
export type Path = readonly (string | number)[];

/** An issue at its place in the canonical input. Edges translate the path into the caller's own words. */
export interface InputIssue extends Issue {
  readonly path: Path;
}

/** A path as people write it: `reference.images.others[1].base64`; the empty path is the empty string. */
export function formatPath(path: Path): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  );
}
