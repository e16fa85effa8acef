import { type ByteRange, type MediaResponse, type RequestMedia, unreadable } from './media-response.ts';

/** Requests a URL without following redirects. Rejects with a {@link UrlIssueError} if there is no response. */
export type RequestUrl = (url: URL, range: ByteRange | undefined) => Promise<MediaResponse>;

const maxRedirects = 5;
const redirects: readonly number[] = [301, 302, 303, 307, 308];

/**
 * Requests of one file: the first follows its redirects, as browsers do, later ones begin where they led. User name
 * and password are left out.
 *
 * @param check parses a URL, or throws a {@link UrlIssueError} if it must not be requested; called for each redirect
 */
export function followRedirects(
  start: string,
  request: RequestUrl,
  check: (url: string) => URL,
): RequestMedia {
  let url: URL | undefined;
  const checked = (text: string) => {
    const parsed = check(text);
    parsed.username = '';
    parsed.password = '';
    return parsed;
  };
  return async (range) => {
    url ??= checked(start);
    for (let hops = 0; hops <= maxRedirects; hops += 1) {
      const response = await request(url, range);
      const { location } = response.headers;
      if (!redirects.includes(response.status) || typeof location !== 'string') return response;
      response.close();
      const target = asText(location);
      if (!URL.canParse(target, url.href)) throw unreadable(url.host, 'redirects to an invalid URL');
      url = checked(new URL(target, url.href).href);
    }
    throw unreadable(url.host, `redirects more than ${maxRedirects} times`);
  };
}

/** HTTP clients read a header byte for byte; where it has letters beyond ASCII, browsers read UTF-8. */
function asText(header: string): string {
  try {
    const bytes = Uint8Array.from(header, (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return header;
  }
}
