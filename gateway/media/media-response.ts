import type { IncomingHttpHeaders } from 'node:http';

import { UrlIssueError } from '@kling-elements/validation';

/** An answer whose head has come, and whose body is read as far as it is wanted. */
export interface Reply {
  readonly url: URL;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The next bytes of the body; undefined at its end. Rejects with a UrlFault. */
  next(): Promise<Uint8Array | undefined>;
  /** Nothing more is wanted. */
  close(): void;
}

/** What happened, without the address's path and query, which may be a secret of the caller's. */
export function unreadable({ host }: URL, what: string): UrlIssueError {
  return new UrlIssueError({
    code: 'URL_UNREADABLE',
    message: `${host} ${what}. Kling may still reach it; check the address.`,
  });
}

/** Closes the reply and gives the fault of an answer that brings no media. */
export function refusedReply(reply: Reply): UrlIssueError {
  reply.close();
  return unreadable(reply.url, `answered with HTTP ${reply.status}`);
}

/** Throws when the bytes on the wire are not those of the file itself. */
export function assertPlain(reply: Reply): void {
  const encoding = reply.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return;
  reply.close();
  throw unreadable(reply.url, 'sends the file compressed, so that it cannot be looked at from here');
}

/**
 * Throws when the file is a web page that its server sends in place of one: an error, a login, a question whether
 * one is a robot. Kling may be shown something else.
 */
export function assertNoPage(reply: Reply, head: Uint8Array): void {
  const type = reply.headers['content-type'] ?? '';
  const beginning = new TextDecoder('latin1').decode(head.subarray(0, 64)).replace(/^\u00ef\u00bb\u00bf/, '');
  if (!/^text\/html\b/i.test(type) || !beginning.trimStart().startsWith('<')) return;
  reply.close();
  throw unreadable(reply.url, 'answered with a web page instead of a file');
}
