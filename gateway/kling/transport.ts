import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

import {
  type KeyPair,
  type KlingRequest,
  type KlingResponse,
  NoAnswer,
  tokenSource,
  type Transport,
} from '@kling-elements/validation';
import { type Request as GotStream, RequestError, TimeoutError } from 'got';
import type { Logger } from 'pino';

import { encodeBody } from './request-body.ts';
import { createGotClients } from './got-clients.ts';
import { defaultTimeouts, type Timeouts } from './timeouts.ts';

/** An API key, or the key pair that tokens are made of (docs/kling-api.md, section 1). */
export type KlingCredential = { readonly apiKey: string } | KeyPair;

export interface TransportOptions {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly credential: KlingCredential;
  readonly log: Logger;
  /** Aborted at close: calls under way end without an answer, idle connections are closed. */
  readonly signal: AbortSignal;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly timeOuts?: Timeouts;
  /** The longest answer that is read, in bytes: 64 MB by itself. */
  readonly maxAnswerBytes?: number;
}

const defaultMaxAnswerBytes = 64_000_000;

/**
 * Sends calls to Kling over got and kept-alive connections. It neither retries nor judges: `read`, `createOnce` and
 * `deleteOnce` do.
 */
export function createTransport(options: TransportOptions): Transport {
  const { baseUrl, log, signal } = options;
  const bearer = bearerOf(options);
  const agent = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  const clientFor = createGotClients(agent, options.timeOuts ?? defaultTimeouts);
  const underWay = new Set<GotStream>();
  const cutOff = () => {
    for (const stream of underWay) stream.destroy();
    agent.http.destroy();
    agent.https.destroy();
  };
  signal.addEventListener('abort', cutOff, { once: true });

  async function exchange(request: KlingRequest, token: string): Promise<KlingResponse> {
    const encoded = request.body === undefined ? undefined : encodeBody(request.body);
    const content = encoded?.content();
    const client = clientFor({ request, bodyBytes: encoded?.contentLength ?? 0, token });
    const stream = client.stream(`${baseUrl}${request.path}`, {
      ...(encoded === undefined ? {} : { headers: { 'content-length': String(encoded.contentLength) } }),
      // Got asks for the next chunk when the one before has been written.
      ...(typeof content === 'object' ? { body: content } : {}),
    });
    // As an option, got would send a text in two steps, and destroy a connection on which the answer comes in between.
    if (typeof content === 'string') stream.end(content);
    underWay.add(stream);
    try {
      const text = await readText(stream, options.maxAnswerBytes ?? defaultMaxAnswerBytes);
      const { response } = stream;
      if (response === undefined) throw connectionClosed();
      return { status: response.statusCode, text, retryAfter: response.headers['retry-after'] };
    } finally {
      underWay.delete(stream);
    }
  }

  return async (request, { renewCredential }) => {
    const started = performance.now();
    const told = () => ({
      method: request.method,
      path: request.path.split('?', 1)[0],
      ms: Math.round(performance.now() - started),
    });
    try {
      signal.throwIfAborted();
      const response = await exchange(request, bearer({ renew: renewCredential }));
      if (log.isLevelEnabled('debug')) {
        log.debug(
          { ...told(), status: response.status, klingRequestId: requestIdIn(response.text) },
          'kling',
        );
      }
      return response;
    } catch (error) {
      // Got's errors carry the request with its credential: only a short reason goes up and into the log.
      const noAnswer =
        error instanceof NoAnswer && !signal.aborted ? error : new NoAnswer(reasonOf(error, signal));
      log.debug({ ...told(), reason: noAnswer.message }, 'kling did not answer');
      throw noAnswer;
    }
  };
}

function bearerOf({ credential, now }: TransportOptions): (options: { renew: boolean }) => string {
  return 'apiKey' in credential ? () => credential.apiKey : tokenSource(credential, now);
}

const utf8 = new TextDecoder();

/** By events: an iterator over the stream would cost as much again as the reading. */
function readText(stream: GotStream, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let length = 0;
    stream.on('data', (chunk: Uint8Array) => {
      length += chunk.length;
      chunks.push(chunk);
      if (length <= maxBytes) return;
      reject(new NoAnswer(`the answer is longer than ${maxBytes / 1e6} MB`));
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

function connectionClosed(): NoAnswer {
  return new NoAnswer('the connection was closed');
}

const phases: Readonly<Record<string, string>> = {
  lookup: 'looking up the name',
  connect: 'connecting',
  secureConnect: 'securing the connection',
};

function reasonOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'this program is closing';
  if (error instanceof TimeoutError) {
    const phase = phases[error.event] ?? 'waiting for the answer';
    const seconds = Number(/(\d+)ms$/.exec(error.message)?.[1] ?? 0) / 1000;
    return `time-out of ${seconds} s while ${phase}`;
  }
  return error instanceof RequestError ? error.code : 'the request could not be made';
}

/** Only for the log: the envelope is opened, and judged, elsewhere. */
function requestIdIn(text: string): string | undefined {
  return /"request_id"\s*:\s*"([^"\\]{1,200})"/.exec(text)?.[1];
}
