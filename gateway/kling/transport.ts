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
import got, { RequestError, TimeoutError } from 'got';
import type { Logger } from 'pino';

import { encodeBody, type EncodedBody } from './body.ts';

/** An API key, or the key pair that tokens are made of (kling-api.md, section 1). */
export type KlingCredential = { readonly apiKey: string } | KeyPair;

/** How long a call may take, in milliseconds. */
export interface CallTimes {
  /** From the request's last byte to the answer's first, and the longest silence on the wire. */
  readonly answerMs: number;
  /** The whole call. */
  readonly wholeMs: number;
}

export interface TimeOuts {
  /** Each of: looking up the name, connecting, securing the connection. */
  readonly connectMs: number;
  readonly small: CallTimes;
  /** Of calls that carry more than 1 MB. */
  readonly large: CallTimes;
}

/**
 * All time-outs in proportion to one.
 *
 * @param answerMs how long Kling may keep a small call waiting for its answer, in milliseconds
 */
export function timeOutsOf(answerMs: number): TimeOuts {
  return {
    connectMs: Math.min(10_000, answerMs),
    small: { answerMs, wholeMs: 2 * answerMs },
    large: { answerMs: 4 * answerMs, wholeMs: 20 * answerMs },
  };
}

export const defaultTimeOuts: TimeOuts = timeOutsOf(30_000);

export interface TransportOptions {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly credential: KlingCredential;
  readonly log: Logger;
  /** Aborted at close: calls under way end without an answer, idle connections are closed. */
  readonly signal: AbortSignal;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly timeOuts?: TimeOuts;
  /** The longest answer that is read, in bytes: 64 MB by itself. */
  readonly maxAnswerBytes?: number;
}

const largeBody = 1_000_000;
const defaultMaxAnswerBytes = 64_000_000;

/**
 * Sends calls to Kling over got and kept-alive connections. It neither retries nor judges: `read`, `createOnce` and
 * `deleteOnce` do.
 */
export function createTransport(options: TransportOptions): Transport {
  const { baseUrl, log, signal } = options;
  const bearer = bearerOf(options);
  const agent = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  const closeConnections = () => {
    agent.http.destroy();
    agent.https.destroy();
  };
  signal.addEventListener('abort', closeConnections, { once: true });
  const client = got.extend({
    agent,
    signal,
    throwHttpErrors: false,
    retry: { limit: 0 },
    headers: { accept: 'application/json', 'user-agent': 'kling-elements-gateway' },
  });

  async function exchange(request: KlingRequest, token: string): Promise<KlingResponse> {
    const body = request.body === undefined ? undefined : encodeBody(request.body);
    const stream = client.stream(`${baseUrl}${request.path}`, {
      method: request.method,
      // A POST that follows a redirect would become a GET, or have its effect twice.
      followRedirect: request.method === 'GET',
      maxRedirects: 3,
      timeout: gotTimeOuts(options.timeOuts ?? defaultTimeOuts, body),
      headers: { authorization: `Bearer ${token}`, ...bodyHeaders(body) },
      ...(body === undefined ? {} : { body: body.chunks() }),
    });
    const text = await readText(stream, options.maxAnswerBytes ?? defaultMaxAnswerBytes);
    const { response } = stream;
    if (response === undefined) throw new NoAnswer('the connection was closed');
    return { status: response.statusCode, text, retryAfter: response.headers['retry-after'] };
  }

  return async (request, { renewCredential }) => {
    const started = performance.now();
    const told = () => ({
      method: request.method,
      path: request.path.split('?', 1)[0],
      ms: Math.round(performance.now() - started),
    });
    try {
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
      const noAnswer = error instanceof NoAnswer ? error : new NoAnswer(reasonOf(error, signal));
      log.debug({ ...told(), reason: noAnswer.message }, 'kling did not answer');
      throw noAnswer;
    }
  };
}

function bearerOf({ credential, now }: TransportOptions): (options: { renew: boolean }) => string {
  return 'apiKey' in credential ? () => credential.apiKey : tokenSource(credential, now);
}

function bodyHeaders(body: EncodedBody | undefined): Record<string, string> {
  if (body === undefined) return {};
  return { 'content-type': 'application/json', 'content-length': String(body.contentLength) };
}

function gotTimeOuts({ connectMs, small, large }: TimeOuts, body: EncodedBody | undefined) {
  const { answerMs, wholeMs } = (body?.contentLength ?? 0) > largeBody ? large : small;
  return {
    lookup: connectMs,
    connect: connectMs,
    secureConnect: connectMs,
    socket: answerMs,
    response: answerMs,
    request: wholeMs,
  };
}

async function readText(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    // Leaving the loop destroys the stream.
    if (length > maxBytes) throw new NoAnswer(`the answer is longer than ${maxBytes / 1e6} MB`);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
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
