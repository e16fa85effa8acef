import { bytesSource, UrlIssueError } from '@kling-elements/validation';

/** The simplest way to open a URL: all of it at once. */
export async function openUrl(url: string) {
  const response = await fetch(url);
  if (!response.ok) throw new UrlIssueError({ code: 'URL_UNREADABLE', message: `HTTP ${response.status}.` });
  return bytesSource(await response.bytes());
}
