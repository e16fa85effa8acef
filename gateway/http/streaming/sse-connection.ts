import type { ServerResponse } from 'node:http';

import type { ExecutionResult } from 'graphql';

import { type PushStream, type Reader } from '../../streams/push-stream.ts';
import { fromAsyncIterable } from '../../streams/from-async-iterable.ts';
import { weakMemo } from '../../graphql/subscriptions/weak-memo.ts';
import { formatResult } from '../../graphql/subscriptions/format-result.ts';

const headers = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache',
  // Proxies such as nginx would gather events before they pass them on.
  'x-accel-buffering': 'no',
};

/** Bytes for the client, made once for all who are sent them. */
interface Frame {
  /** As a chunk of HTTP/1.1. */
  readonly chunk: Buffer;
  /** By themselves: a part of the chunk. */
  readonly bytes: Buffer;
}

function frame(text: string): Frame {
  const head = `${Buffer.byteLength(text).toString(16)}\r\n`;
  const chunk = Buffer.from(`${head}${text}\r\n`);
  return { chunk, bytes: chunk.subarray(head.length, -2) };
}

/** A comment, which clients pass over. */
const comment = frame(':\n\n');

const frameOf = weakMemo((result: ExecutionResult) =>
  frame(`event: next\ndata: ${formatResult(result)}\n\n`),
);

/**
 * Results as Server-Sent Events, in the way of graphql-sse's distinct connections: `next` for each, `complete` at the
 * end. The next result is asked for when the socket has room again.
 */
export class SseConnection implements Reader<ExecutionResult> {
  readonly #response: ServerResponse;
  readonly #results: PushStream<ExecutionResult>;
  #complete = false;

  constructor(response: ServerResponse, results: AsyncIterable<ExecutionResult>) {
    this.#response = response;
    this.#results = fromAsyncIterable(results);
    response.cork();
    response.writeHead(200, headers);
    // By itself, or Node keeps the pieces that the head was put together from.
    response.flushHeaders();
    // Some browsers hold a response back until its first byte.
    response.write(comment.bytes);
    response.uncork();
  }

  /** Begins to read. */
  start(): void {
    this.#results.start(this);
  }

  /** Shows the client, and what is on the way to it, that the stream lives; not when earlier bytes wait already. */
  beat(): void {
    if (!this.#complete && this.#response.writableLength === 0) this.#write(comment);
  }

  /** Ends it although more may follow elsewhere. @param retryMs after how many milliseconds to come back */
  leave(retryMs: number): void {
    if (this.#complete) return;
    this.#end(`retry: ${retryMs}\n`);
    this.#results.stop();
  }

  /** The client is gone. */
  close(): void {
    this.#complete = true;
    this.#results.stop();
  }

  take(result: ExecutionResult): boolean {
    if (this.#complete) return false;
    const full = this.#write(frameOf(result));
    full?.once('drain', () => {
      this.#results.resume();
    });
    return full === undefined;
  }

  complete(): void {
    if (!this.#complete) this.#end('');
  }

  /** Streams make a result of a failure; for what comes from elsewhere there is no word in the protocol. */
  fail(): void {
    this.#response.destroy();
  }

  /** @returns who tells when there is room for more; undefined when there is */
  #write({ chunk, bytes }: Frame): NodeJS.EventEmitter | undefined {
    const { socket, chunkedEncoding } = this.#response;
    // Node would make a chunk of the bytes anew for each client. Behind another response there is no socket yet, and
    // HTTP/1.0 has no chunks.
    const [to, what] = socket !== null && chunkedEncoding ? [socket, chunk] : [this.#response, bytes];
    return to.write(what) ? undefined : to;
  }

  #end(fields: string): void {
    this.#complete = true;
    this.#response.end(`${fields}event: complete\ndata:\n\n`);
  }
}
