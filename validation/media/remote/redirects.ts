import { parseUrl } from '../../input/url.ts';
import { UrlIssueError } from '../../issues.ts';
import { type ByteRange, type MediaResponse, type RequestMedia, unreadable } from './media-response.ts';

/** Requests a URL without following redirects. Rejects with a {@link UrlIssueError} if there is no response. */
export type RequestUrl = (url: URL, range: ByteRange | undefined) => Promise<MediaResponse>;

const maxRedirects = 5;
const redirects: readonly number[] = [301, 302, 303, 307, 308];

/**
 * Requests of one file: the first follows its redirects, as browsers do, later ones begin where they led. User name
 * and password are left out. Rejects with a {@link UrlIssueError} if one of the URLs must not be requested.
 *
 * @param options `allowPrivate`: whether URLs may be on private networks, as far as their text shows
 */
export function followRedirects(
  start: string,
  request: RequestUrl,
  { allowPrivate }: { readonly allowPrivate: boolean },
): RequestMedia {
  let url: URL | undefined;
  const checked = (text: string) => {
    const parsed = parseUrl(text, { allowPrivate });
    if (!parsed.ok) throw new UrlIssueError(parsed.issue);
    const target = new URL(parsed.url);
    target.username = '';
    target.password = '';
    return target;
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
