import type { ServerResponse } from 'node:http';

import type { ExecutionResult } from 'graphql';

import { type PushStream, type Reader } from '../../streams/push-stream.ts';
import { fromAsyncIterable } from '../../streams/from-async-iterable.ts';
import { weakMemo } from '../../graphql/subscriptions/weak-memo.ts';
import { eventIdOf } from '../../graphql/subscriptions/event-ids.ts';
import { formatResult } from '../../graphql/subscriptions/format-result.ts';

const headers = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache',
  // Keeps proxies such as nginx from buffering events.
  'x-accel-buffering': 'no',
};

/** Bytes for clients, made once for all that are sent them. */
interface Frame {
  /** As a chunk of HTTP/1.1. */
  readonly chunk: Buffer;
  /** Without chunk head and end; a view of the chunk. */
  readonly bytes: Buffer;
}

function frame(text: string): Frame {
  const head = `${Buffer.byteLength(text).toString(16)}\r\n`;
  const chunk = Buffer.from(`${head}${text}\r\n`);
  return { chunk, bytes: chunk.subarray(head.length, -2) };
}

/** A comment, which clients ignore. */
const comment = frame(':\n\n');

const frameOf = weakMemo((result: ExecutionResult) => {
  const id = eventIdOf(result);
  return frame(`${id === undefined ? '' : `id: ${id}\n`}event: next\ndata: ${formatResult(result)}\n\n`);
});

/**
 * Sends results as Server-Sent Events, as graphql-sse's distinct connections mode has it: `next` for each, `complete`
 * after the last. A response that ends without `complete` makes clients subscribe again. The next result is requested
 * when the socket has room again.
 */
export class SseConnection implements Reader<ExecutionResult> {
  readonly #response: ServerResponse;
  readonly #results: PushStream<ExecutionResult>;
  #ended = false;

  constructor(response: ServerResponse, results: AsyncIterable<ExecutionResult>) {
    this.#response = response;
    this.#results = fromAsyncIterable(results);
    response.cork();
    response.writeHead(200, headers);
    // Separately, or Node keeps the strings that the head was composed of.
    response.flushHeaders();
    // Some browsers hold a response back until its first byte.
    response.write(comment.bytes);
    response.uncork();
  }

  /** Starts reading. */
  start(): void {
    this.#results.start(this);
  }

  /** Shows client and proxies that the stream is alive, unless earlier bytes are still to be sent. */
  sendComment(): void {
    if (!this.#ended && this.#response.writableLength === 0) this.#write(comment);
  }

  /** Ends it before its results do. @param retryMs milliseconds after which the client shall reconnect */
  goAway(retryMs: number): void {
    if (this.#ended) return;
    this.#end(`retry: ${retryMs}\n\n`);
    this.#results.stop();
  }

  /** The client has disconnected. */
  close(): void {
    this.#ended = true;
    this.#results.stop();
  }

  write(result: ExecutionResult): boolean {
    if (this.#ended) return false;
    const full = this.#write(frameOf(result));
    full?.once('drain', () => {
      this.#results.resume();
    });
    return full === undefined;
  }

  complete(): void {
    if (!this.#ended) this.#end('event: complete\ndata:\n\n');
  }

  /** Without `complete`, so that the client subscribes again. */
  interrupt(): void {
    if (!this.#ended) this.#end('');
  }

  /** Result streams turn their failures into results; for others the protocol has no message. */
  fail(): void {
    this.#response.destroy();
  }

  /** @returns the emitter of `drain` if the buffer is full; undefined if there is room */
  #write({ chunk, bytes }: Frame): NodeJS.EventEmitter | undefined {
    const { socket, chunkedEncoding } = this.#response;
    // Through the response, Node would build the chunk again for each client. A pipelined response has no socket yet,
    // and HTTP/1.0 has no chunks.
    const [target, data] = socket !== null && chunkedEncoding ? [socket, chunk] : [this.#response, bytes];
    return target.write(data) ? undefined : target;
  }

  #end(last: string): void {
    this.#ended = true;
    this.#response.end(last);
  }
}
