import type { ExecutionResult } from 'graphql';

import { oncePer } from '../subscriptions/once-per.ts';
import { payloadOf } from '../subscriptions/payload.ts';
import { textFrame } from './text-frame.ts';

const payload = oncePer((result: ExecutionResult) => Buffer.from(payloadOf(result)));
const end = Buffer.from('}');
const done: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** Where frames are written. */
export interface FrameSink {
  /** @returns undefined when there is room for more, otherwise what resolves when there is again */
  write(frame: Buffer): Promise<void> | undefined;
}

/**
 * Sends the results of one subscription by itself, each made into bytes once for all who are sent it. To the protocol's
 * library it is a stream that has nothing to send and ends when the results do.
 */
export class WebSocketEvents implements AsyncIterableIterator<never, undefined> {
  readonly #results: AsyncIterator<ExecutionResult>;
  readonly #sink: FrameSink;
  readonly #start: Buffer;
  #over: ((result: IteratorReturnResult<undefined>) => void) | undefined;

  /** @param id the client's name for the subscription */
  constructor(results: AsyncIterable<ExecutionResult>, id: string, sink: FrameSink) {
    this.#results = results[Symbol.asyncIterator]();
    this.#sink = sink;
    this.#start = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
  }

  /** Sends all there is. */
  next(): Promise<IteratorReturnResult<undefined>> {
    return new Promise((resolve, reject) => {
      this.#over = resolve;
      const read = (): void => {
        this.#results.next().then(take, reject);
      };
      const take = (result: IteratorResult<ExecutionResult>): void => {
        if (result.done === true) {
          resolve(done);
          return;
        }
        const room = this.#sink.write(textFrame(this.#start, payload(result.value), end));
        if (room === undefined) read();
        else void room.then(read);
      };
      read();
    });
  }

  /** Also while it waits for room, which a broken connection never has again. */
  async return(): Promise<IteratorReturnResult<undefined>> {
    this.#over?.(done);
    await this.#results.return?.();
    return done;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
