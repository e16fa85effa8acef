import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

import {
  type ByteSource,
  followRedirects,
  mediaRequestHeaders,
  openRemoteFile,
  type RequestUrl,
  unreadable,
  UrlIssueError,
} from '@kling-elements/validation';
import got, { type Got, RequestError } from 'got';

import { decodedBody } from './content-decoding.ts';
import { type Lookup, publicLookup, type Resolve, systemResolve } from './public-lookup.ts';

export interface UrlOpenerOptions {
  readonly allowPrivateUrls: boolean;
  /** How long one check may read all of its URLs together, in milliseconds (default: 5000). */
  readonly totalMs?: number;
  /** How much one check may read of all of its URLs together, in bytes (default: 32 MB). */
  readonly totalBytes?: number;
  readonly resolve?: Resolve;
}

/** `openUrl` of `checkCreateElement`. It, and the reads of what it opened, reject with a UrlIssueError. */
export type OpenUrl = (url: string) => Promise<ByteSource>;

/** A check that reads many files to their ends would use up its bytes; `totalBytes` bounds the rest. */
const reach = { ahead: 1024 * 1024, total: Infinity } as const;

/**
 * Opens URLs for reading in ranges, without credentials, cookies or proxies, over connections to public addresses
 * only, unless `allowPrivateUrls`. Connections are kept for a moment: they lead to the address that was checked when
 * they were made.
 *
 * @returns what gives each check an `openUrl` of its own; the check's time runs from its first URL on
 */
export function createUrlOpener(options: UrlOpenerOptions): () => OpenUrl {
  const { allowPrivateUrls, totalMs = 5000, totalBytes = 32 * 1024 * 1024 } = options;
  const client = clientOver(publicLookup(options.resolve ?? systemResolve, allowPrivateUrls));

  return () => {
    let request: RequestUrl | undefined;
    return async (text) => {
      request ??= createRequest(client, { totalMs, totalBytes });
      // IP addresses are connected to without a lookup: they are checked here only, names again when they are resolved.
      const following = followRedirects(text, request, { allowPrivate: allowPrivateUrls });
      return await openRemoteFile(following, reach);
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
    headers: mediaRequestHeaders,
  });
}

interface CheckBounds {
  readonly totalMs: number;
  readonly totalBytes: number;
}

function createRequest(client: Got, { totalMs, totalBytes }: CheckBounds): RequestUrl {
  const signal = AbortSignal.timeout(totalMs);
  let bytesLeft = totalBytes;

  function issueOf({ host }: URL, error: unknown): UrlIssueError {
    if (error instanceof UrlIssueError) return error;
    if (error instanceof RequestError && error.cause instanceof UrlIssueError) return error.cause;
    if (signal.aborted) return unreadable(host, `did not send what was needed within ${totalMs / 1000} s`);
    return unreadable(host, reasonOf(error));
  }

  const tooMuch = ({ host }: URL) => unreadable(host, 'sends more than one check may read');

  return async (url, range) => {
    if (bytesLeft < 0) throw tooMuch(url);
    const headers = range === undefined ? {} : { range: `bytes=${range.first}-${range.last}` };
    const stream = client.stream(url, { signal, headers });
    const responded = new Promise<void>((resolve, reject) => {
      stream.once('response', () => {
        resolve();
      });
      stream.once('error', reject);
    });
    try {
      await responded;
    } catch (error) {
      throw issueOf(url, error);
    }
    const status = stream.response?.statusCode ?? 0;
    const responseHeaders = stream.response?.headers ?? {};
    const decoded = status === 200 ? decodedBody(stream, responseHeaders['content-encoding']) : undefined;
    const body = (decoded ?? stream)[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
    return {
      host: url.host,
      status,
      headers: responseHeaders,
      decoded: decoded !== undefined,
      async next() {
        try {
          const { value, done } = await body.next();
          if (done === true) return undefined;
          bytesLeft -= value.length;
          if (bytesLeft < 0) throw tooMuch(url);
          return value;
        } catch (error) {
          stream.destroy();
          throw issueOf(url, error);
        }
      },
      close: () => {
        stream.destroy();
      },
    };
  };
}

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'could not be found: the name does not exist',
  EAI_AGAIN: 'could not be found: the name lookup failed',
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'closed the connection',
};

function reasonOf(error: unknown): string {
  const { code = 'unknown error' } = error as { code?: string };
  return reasons[code] ?? `could not be read (${code})`;
}
