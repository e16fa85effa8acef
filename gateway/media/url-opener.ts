import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

import { type ByteSource, UrlIssueError } from '@kling-elements/validation';
import got, { type Got, RequestError } from 'got';

import { checkedUrl, type Lookup, publicLookup, type Resolve, systemResolve } from './public-lookup.ts';
import { rangeSource } from './range-source.ts';
import { type Reply, unreadable } from './media-response.ts';
import { sequentialSource } from './sequential-source.ts';

export interface UrlOpenerOptions {
  readonly allowPrivateUrls: boolean;
  /** How long one check may look at all of its addresses together, in milliseconds: 5000 by itself. */
  readonly totalMs?: number;
  /** How much one check may read of all of its addresses together, in bytes: 32 MB by itself. */
  readonly totalBytes?: number;
  readonly resolve?: Resolve;
}

/** `openUrl` of `checkCreateElement`. It, and the reads of what it opened, reject with a UrlFault. */
export type OpenUrl = (url: string) => Promise<ByteSource>;

const firstBytes = 64 * 1024;
const mostRedirects = 5;
const redirects: readonly number[] = [301, 302, 303, 307, 308];

/**
 * Opens what is behind addresses for reading in ranges, without credentials, cookies or proxies, over connections to
 * public addresses only, unless `allowPrivateUrls`. Connections are kept for a moment: they lead to the address that
 * was judged when they were made.
 *
 * @returns what gives each check an `openUrl` of its own; the check's time runs from the first address on
 */
export function createUrlOpener(options: UrlOpenerOptions): () => OpenUrl {
  const { allowPrivateUrls, totalMs = 5000, totalBytes = 32 * 1024 * 1024 } = options;
  const client = clientOver(publicLookup(options.resolve ?? systemResolve, allowPrivateUrls));

  return () => {
    let request: Request | undefined;
    return async (text) => {
      request ??= createRequest(client, { totalMs, totalBytes });
      const { reply, url } = await followed(text, request, allowPrivateUrls);
      const ask = request;
      if (reply.status === 200) return await sequentialSource(reply);
      return await rangeSource(reply, (first, last) => ask(url, first, last));
    };
  };
}

/** Between the reads of a check, and to the next check of media on the same host. */
const idleConnections = { keepAlive: true, maxFreeSockets: 8, timeout: 4000 };

function clientOver(lookup: Lookup): Got {
  return got.extend({
    agent: {
      http: new HttpAgent({ ...idleConnections, lookup }),
      https: new HttpsAgent({ ...idleConnections, lookup }),
    },
    followRedirect: false,
    throwHttpErrors: false,
    decompress: false,
    retry: { limit: 0 },
    headers: {
      'accept-encoding': 'identity',
      accept: 'image/*,video/*,*/*;q=0.5',
      'user-agent': 'kling-elements',
    },
  });
}

/** Asks for the bytes from `first` to `last` of an address. Rejects with a UrlFault when nothing comes back. */
type Request = (url: URL, first: number, last: number) => Promise<Reply>;

interface CheckBounds {
  readonly totalMs: number;
  readonly totalBytes: number;
}

function createRequest(client: Got, { totalMs, totalBytes }: CheckBounds): Request {
  const signal = AbortSignal.timeout(totalMs);
  let bytesLeft = totalBytes;

  function faultOf(url: URL, error: unknown): UrlIssueError {
    if (error instanceof UrlIssueError) return error;
    if (error instanceof RequestError && error.cause instanceof UrlIssueError) return error.cause;
    if (signal.aborted) return unreadable(url, `did not give all that was needed within ${totalMs / 1000} s`);
    return unreadable(url, reasonOf(error));
  }

  return async (url, first, last) => {
    const stream = client.stream(url, { signal, headers: { range: `bytes=${first}-${last}` } });
    const body = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
    const headers = new Promise<void>((arrived, failed) => {
      stream.once('response', () => {
        arrived();
      });
      stream.once('error', failed);
    });
    try {
      await headers;
    } catch (error) {
      throw faultOf(url, error);
    }
    const { response } = stream;
    return {
      url,
      status: response?.statusCode ?? 0,
      headers: response?.headers ?? {},
      async next() {
        try {
          const { value, done } = await body.next();
          if (done === true) return undefined;
          bytesLeft -= value.length;
          if (bytesLeft < 0) throw unreadable(url, 'holds more than is read for a look');
          return value;
        } catch (error) {
          stream.destroy();
          throw faultOf(url, error);
        }
      },
      close: () => {
        stream.destroy();
      },
    };
  };
}

async function followed(
  text: string,
  request: Request,
  allowPrivate: boolean,
): Promise<{ reply: Reply; url: URL }> {
  let url = checkedUrl(text, allowPrivate);
  for (let hops = 0; hops <= mostRedirects; hops += 1) {
    const reply = await request(url, 0, firstBytes - 1);
    const { location } = reply.headers;
    if (!redirects.includes(reply.status) || location === undefined) return { reply, url };
    reply.close();
    if (!URL.canParse(location, url.href)) throw unreadable(url, 'redirects to something that is no address');
    url = checkedUrl(new URL(location, url).href, allowPrivate);
  }
  throw unreadable(url, `redirects more than ${mostRedirects} times`);
}

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'could not be found: no such name',
  EAI_AGAIN: 'could not be found: the name look-up failed',
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'broke off the connection',
};

function reasonOf(error: unknown): string {
  const code = error instanceof RequestError ? error.code : 'unknown error';
  return reasons[code] ?? `could not be read from here (${code})`;
}
