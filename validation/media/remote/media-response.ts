import { UrlIssueError } from '../../issues.ts';

/** The first and the last byte that are asked for, both included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** A response whose head has arrived, and whose body is read as far as it is needed. */
export interface MediaResponse {
  /** Where it came from, redirects followed: all of a URL that a message may show. */
  readonly host: string;
  readonly status: number;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, unknown>>;
  /**
   * Whether the HTTP client has decoded the body's `Content-Encoding`; undefined for a client that decodes without
   * telling, so that `Content-Length` may be that of the encoded body.
   */
  readonly decoded: boolean | undefined;
  /** The next bytes of the body; undefined at its end. Rejects with a {@link UrlIssueError}. */
  next(): Promise<Uint8Array | undefined>;
  /** Nothing more is needed. */
  close(): void;
}

/**
 * The headers of every request for a file. Nobody knows what Kling sends; any type is what HTTP libraries send by
 * default, and it names no format that a server which negotiates could prefer to JPEG and PNG, as browsers do with
 * WebP and AVIF.
 */
export const mediaRequestHeaders = {
  accept: '*/*',
  'accept-encoding': 'identity',
  'user-agent': 'kling-elements',
} as const;

/**
 * Requests a file, or a range of it, with {@link mediaRequestHeaders}. Rejects with a {@link UrlIssueError} if there
 * is no response.
 */
export type RequestMedia = (range: ByteRange | undefined) => Promise<MediaResponse>;

/** URL_UNREADABLE, without the URL's path and query: they may be secret. @param what continues "HOST …" */
export function unreadable(host: string, what: string): UrlIssueError {
  return new UrlIssueError({
    code: 'URL_UNREADABLE',
    message: `${host} ${what}. Kling may still be able to read it; check the URL.`,
  });
}

/** Closes a response without usable content, and gives its issue. */
export function refused(response: MediaResponse): UrlIssueError {
  response.close();
  return unreadable(response.host, `responded with HTTP ${response.status}`);
}

export function headerOf({ headers }: MediaResponse, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

/** Values that servers send although they encode nothing; `aws-chunked` is left over from an upload to S3. */
const plainEncodings = ['', 'identity', 'none', 'binary', 'utf-8', 'aws-chunked'];

/** The codings of a `Content-Encoding` header, lower case and in their order, without those that encode nothing. */
export function contentCodings(header: unknown): string[] {
  const values = typeof header === 'string' ? header.split(',') : [];
  return values.map((value) => value.trim().toLowerCase()).filter((value) => !plainEncodings.includes(value));
}

/** Whether the body is still in a `Content-Encoding`. */
export function isEncoded({ headers, decoded }: MediaResponse): boolean {
  return decoded !== true && contentCodings(headers['content-encoding']).length > 0;
}

/**
 * Throws if the response is a web page in place of a file: an error, a login, a check for robots. Kling may be served
 * something else.
 *
 * @param head the first bytes of the body
 */
export function assertNoPage(response: MediaResponse, head: Uint8Array): void {
  const beginning = String.fromCharCode(...head.subarray(0, 64)).replace(/^\xef\xbb\xbf/, '');
  const isPage = /^text\/html\b/i.test(headerOf(response, 'content-type'));
  if (!isPage || !beginning.trimStart().startsWith('<')) return;
  response.close();
  throw unreadable(response.host, 'responded with a web page instead of a file');
}
