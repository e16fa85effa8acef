import type { ServerResponse } from 'node:http';

import type { ExecutionResult } from 'graphql';

import { oncePer } from '../subscriptions/once-per.ts';
import { payloadOf } from '../subscriptions/payload.ts';

const headers = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache',
  // Proxies such as nginx would gather events before they pass them on.
  'x-accel-buffering': 'no',
};

/** Bytes for the client, by themselves and as a chunk of HTTP/1.1: made once for all who are sent them. */
interface Frame {
  readonly bytes: Buffer;
  readonly chunk: Buffer;
}

function frame(text: string): Frame {
  const bytes = Buffer.from(text);
  const head = Buffer.from(`${bytes.length.toString(16)}\r\n`);
  return { bytes, chunk: Buffer.concat([head, bytes, Buffer.from('\r\n')]) };
}

/** A comment, which clients pass over. */
const comment = frame(':\n\n');

const frameOf = oncePer((result: ExecutionResult) => frame(`event: next\ndata: ${payloadOf(result)}\n\n`));

/**
 * Results as Server-Sent Events, in the way of graphql-sse's distinct connections: `next` for each, `complete` at the
 * end. The next result is asked for when the socket has room again.
 */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #results: AsyncIterator<ExecutionResult>;
  #complete = false;

  constructor(response: ServerResponse, results: AsyncIterable<ExecutionResult>) {
    this.#response = response;
    this.#results = results[Symbol.asyncIterator]();
    response.writeHead(200, headers);
    // Some browsers hold a response back until its first byte.
    response.write(comment.bytes);
    this.#read();
  }

  /** Shows the client, and what is on the way to it, that the stream lives; not when earlier bytes wait already. */
  beat(): void {
    if (!this.#complete && this.#response.writableLength === 0) this.#write(comment);
  }

  /** Ends it although more may follow elsewhere. @param retryMs after how many milliseconds to come back */
  leave(retryMs: number): void {
    if (this.#complete) return;
    this.#end(`retry: ${retryMs}\n`);
    void this.#results.return?.();
  }

  /** The client is gone. */
  close(): void {
    this.#complete = true;
    void this.#results.return?.();
  }

  #read(): void {
    this.#results.next().then(this.#take, this.#fail);
  }

  readonly #take = (result: IteratorResult<ExecutionResult>): void => {
    if (this.#complete) return;
    if (result.done === true) {
      this.#end('');
      return;
    }
    const full = this.#write(frameOf(result.value));
    if (full === undefined) this.#read();
    else full.once('drain', () => { this.#read(); });
  };

  readonly #fail = (): void => {
    this.#response.destroy();
  };

  /** @returns who tells when there is room for more; undefined when there is */
  #write({ bytes, chunk }: Frame): NodeJS.EventEmitter | undefined {
    const { socket, chunkedEncoding } = this.#response;
    // Node would make a chunk of the bytes anew for each client. Behind another response there is no socket yet, and
    // HTTP/1.0 has no chunks.
    const direct = socket !== null && chunkedEncoding;
    const [to, what] = direct ? [socket, chunk] : [this.#response, bytes];
    return to.write(what) ? undefined : to;
  }

  #end(fields: string): void {
    this.#complete = true;
    this.#response.end(`${fields}event: complete\ndata:\n\n`);
  }
}
