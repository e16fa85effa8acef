import { Readable } from 'node:stream';

import type { ExecutionResult } from 'graphql';

/** Bytes that may wait in a stream besides those that the socket holds: about one event. */
const highWaterMark = 1024;

/** A comment, which clients pass over. */
const comment = ':\n\n';

/**
 * Results as Server-Sent Events, in the way of graphql-sse's distinct connections: `next` for each, `complete` at the
 * end. The next result is asked for when the reader has taken the last one.
 */
export class EventStream extends Readable {
  readonly #results: AsyncIterator<ExecutionResult>;
  readonly #textOf: (result: ExecutionResult) => string;
  #reading = false;
  #complete = false;

  constructor(results: AsyncIterable<ExecutionResult>, textOf: (result: ExecutionResult) => string) {
    super({ highWaterMark });
    this.#results = results[Symbol.asyncIterator]();
    this.#textOf = textOf;
    // Some browsers hold a response back until its first byte.
    this.push(comment);
  }

  /** Shows the client, and what is on the way to it, that the stream lives; not when earlier bytes wait already. */
  beat(): void {
    if (!this.#complete && this.readableLength === 0) this.push(comment);
  }

  /** Ends it although more may follow elsewhere. @param retryMs after how many milliseconds to come back */
  leave(retryMs: number): void {
    if (this.#complete) return;
    this.#end(`retry: ${retryMs}\n`);
    void this.#results.return?.();
  }

  override _read(): void {
    if (this.#reading || this.#complete) return;
    this.#reading = true;
    this.#results.next().then(
      (result) => {
        this.#reading = false;
        if (this.#complete) return;
        if (result.done === true) this.#end('');
        else this.push(`event: next\ndata: ${this.#textOf(result.value)}\n\n`);
      },
      (error: unknown) => {
        this.destroy(error as Error);
      },
    );
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#complete = true;
    void this.#results.return?.();
    done(error);
  }

  #end(fields: string): void {
    this.#complete = true;
    this.push(`${fields}event: complete\ndata:\n\n`);
    this.push(null);
  }
}
