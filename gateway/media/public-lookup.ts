import { lookup as resolve } from 'node:dns/promises';
import type { LookupAddress, LookupOptions } from 'node:dns';

import { isPublicAddress, UrlIssueError } from '@kling-elements/validation';

/** All addresses of a name. Rejects as `dns.lookup` does. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

export const systemResolve: Resolve = (hostname) => resolve(hostname, { all: true });

type LookupDone = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/** Replaces `dns.lookup` in a connection's options. */
export type Lookup = (hostname: string, options: LookupOptions, done: LookupDone) => void;

/**
 * A name lookup for connections that succeeds only if all of the name's addresses are public. So the address that was
 * checked is the one connected to. Otherwise the connection fails with a UrlIssueError, URL_NOT_PUBLIC.
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

function notPublic(host: string): UrlIssueError {
  return new UrlIssueError({
    code: 'URL_NOT_PUBLIC',
    message: `${host} resolves to an address that is not on the public internet, so Kling cannot reach it; use a public URL, or send the image itself.`,
  });
}
