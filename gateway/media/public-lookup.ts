import { lookup as resolve } from 'node:dns/promises';
import type { LookupAddress, LookupOptions } from 'node:dns';

import { isPublicAddress, parseUrl, UrlIssueError } from '@kling-elements/validation';

/** All addresses of a name. Rejects as `dns.lookup` does. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

export const systemResolve: Resolve = (hostname) => resolve(hostname, { all: true });

type LookupDone = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/** In the place of `dns.lookup` in a connection's options. */
export type Lookup = (hostname: string, options: LookupOptions, done: LookupDone) => void;

/**
 * The look-up that connections are made by: it gives addresses only when every one of the name's is public, so that
 * what was checked is what is connected to. @throws UrlFault URL_NOT_PUBLIC, into the connection's error
 */
export function publicLookup(resolveName: Resolve, allowPrivate: boolean): Lookup {
  return (hostname, options, done) => {
    resolveName(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined) {
          done(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), []);
        } else if (!allowPrivate && !addresses.every(({ address }) => isPublicAddress(address))) {
          done(notPublic(hostname), []);
        } else if (options.all === true) {
          done(null, [...addresses]);
        } else {
          done(null, first.address, first.family);
        }
      },
      (error: unknown) => {
        done(error as Error, []);
      },
    );
  };
}

/**
 * The address of a hop, judged by its text: all there is to judge of an IP address, which is connected to without any
 * look-up; a name is judged again by what it resolves to. User name and password are taken off.
 *
 * @throws UrlFault NOT_A_URL or URL_NOT_PUBLIC
 */
export function checkedUrl(text: string, allowPrivate: boolean): URL {
  const parsed = parseUrl(text, { allowPrivate });
  if (!parsed.ok) throw new UrlIssueError(parsed.issue);
  const url = new URL(parsed.url);
  url.username = '';
  url.password = '';
  url.hash = '';
  return url;
}

function notPublic(host: string): UrlIssueError {
  return new UrlIssueError({
    code: 'URL_NOT_PUBLIC',
    message: `${host} resolves to an address that is not on the public internet, so Kling cannot reach it; use a public URL, or send the image itself.`,
  });
}
