import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

import {
  type KeyPair,
  type KlingRequest,
  type KlingResponse,
  NoResponseError,
  tokenSource,
  type Transport,
} from '@kling-elements/validation';
import { type Request as GotStream, RequestError, TimeoutError } from 'got';
import type { Logger } from 'pino';

import { encodeBody } from './request-body.ts';
import { createGotClients } from './got-clients.ts';
import { defaultTimeouts, type Timeouts } from './timeouts.ts';

/** An API key, or the key pair that tokens are signed with (docs/kling-api.md, section 1). */
export type KlingCredential = { readonly apiKey: string } | KeyPair;

export interface TransportOptions {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly credential: KlingCredential;
  readonly log: Logger;
  /** Aborted at close: calls in flight end without a response, and idle connections are closed. */
  readonly signal: AbortSignal;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly timeouts?: Timeouts;
  /** The longest response to read, in bytes. Default: 64 MB. */
  readonly maxResponseBytes?: number;
}

const defaultMaxResponseBytes = 64_000_000;

/**
 * Sends calls to Kling over got and kept-alive connections. It neither retries nor interprets: `getWithRetries`,
 * `createOnce` and `deleteOnce` do.
 */
export function createTransport(options: TransportOptions): Transport {
  const { baseUrl, log, signal } = options;
  const bearer = bearerOf(options);
  const agent = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  const clientFor = createGotClients(agent, options.timeouts ?? defaultTimeouts);
  const inFlight = new Set<GotStream>();
  const abort = () => {
    for (const stream of inFlight) stream.destroy();
    agent.http.destroy();
    agent.https.destroy();
  };
  signal.addEventListener('abort', abort, { once: true });

  async function exchange(request: KlingRequest, token: string): Promise<KlingResponse> {
    const encoded = request.body === undefined ? undefined : encodeBody(request.body);
    const content = encoded?.content();
    const client = clientFor({ request, bodyBytes: encoded?.contentLength ?? 0, token });
    const stream = client.stream(`${baseUrl}${request.path}`, {
      ...(encoded === undefined ? {} : { headers: { 'content-length': String(encoded.contentLength) } }),
      // Got asks for the next chunk once the previous one has been written.
      ...(typeof content === 'object' ? { body: content } : {}),
    });
    // As an option, got would send a string in two steps, and destroy a connection whose response comes in between.
    if (typeof content === 'string') stream.end(content);
    inFlight.add(stream);
    try {
      const text = await readText(stream, options.maxResponseBytes ?? defaultMaxResponseBytes);
      const { response } = stream;
      if (response === undefined) throw connectionClosed();
      return { status: response.statusCode, text, retryAfter: response.headers['retry-after'] };
    } finally {
      inFlight.delete(stream);
    }
  }

  return async (request, { renewCredential }) => {
    const started = performance.now();
    const facts = () => ({
      method: request.method,
      path: request.path.split('?', 1)[0],
      ms: Math.round(performance.now() - started),
    });
    try {
      signal.throwIfAborted();
      const response = await exchange(request, bearer({ renew: renewCredential }));
      if (log.isLevelEnabled('debug')) {
        log.debug(
          { ...facts(), status: response.status, klingRequestId: requestIdIn(response.text) },
          'Kling responded.',
        );
      }
      return response;
    } catch (error) {
      // Got's errors carry the request with its credential: only a short reason is thrown and logged.
      const noAnswer =
        error instanceof NoResponseError && !signal.aborted
          ? error
          : new NoResponseError(reasonOf(error, signal));
      log.debug({ ...facts(), reason: noAnswer.message }, 'Kling did not respond.');
      throw noAnswer;
    }
  };
}

function bearerOf({ credential, now }: TransportOptions): (options: { renew: boolean }) => string {
  return 'apiKey' in credential ? () => credential.apiKey : tokenSource(credential, now);
}

const utf8 = new TextDecoder();

/** By events: iterating over the stream would double the cost of reading it. */
function readText(stream: GotStream, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let length = 0;
    stream.on('data', (chunk: Uint8Array) => {
      length += chunk.length;
      chunks.push(chunk);
      if (length <= maxBytes) return;
      reject(new NoResponseError(`the response is longer than ${maxBytes / 1e6} MB`));
      stream.destroy();
    });
    stream.once('end', () => {
      resolve(utf8.decode(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    });
    stream.on('error', reject);
    stream.once('close', () => {
      reject(connectionClosed());
    });
  });
}

function connectionClosed(): NoResponseError {
  return new NoResponseError('the connection was closed');
}

const phases: Readonly<Record<string, string>> = {
  lookup: 'resolving the host name',
  connect: 'connecting',
  secureConnect: 'negotiating TLS',
};

function reasonOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'this program is closing';
  if (error instanceof TimeoutError) {
    const phase = phases[error.event] ?? 'waiting for the response';
    const seconds = Number(/(\d+)ms$/.exec(error.message)?.[1] ?? 0) / 1000;
    return `timeout of ${seconds} s while ${phase}`;
  }
  return error instanceof RequestError ? error.code : 'the request could not be sent';
}

/** For the log only: the envelope is parsed elsewhere. */
function requestIdIn(text: string): string | undefined {
  return /"request_id"\s*:\s*"([^"\\]{1,200})"/.exec(text)?.[1];
}
