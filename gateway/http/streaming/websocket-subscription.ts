import type { ExecutionResult } from 'graphql';

import { type PushStream, type Reader } from '../../streams/push-stream.ts';
import { fromAsyncIterable } from '../../streams/from-async-iterable.ts';
import { weakMemo } from '../../graphql/subscriptions/weak-memo.ts';
import { formatResult } from '../../graphql/subscriptions/format-result.ts';
import { websocketFrame } from './websocket-frame.ts';

const payload = weakMemo((result: ExecutionResult) => Buffer.from(formatResult(result)));
const end = Buffer.from('}');

/** Takes a connection's frames. */
export interface FrameSink {
  /** @returns undefined if there is room for more; otherwise a promise that resolves when there is again */
  write(frame: Buffer): Promise<void> | undefined;
}

/**
 * Sends the results of one subscription, each serialized once for all its subscribers. The protocol's library takes it
 * for a stream that yields nothing and ends when the results do.
 */
export class WebSocketSubscription
  implements AsyncIterableIterator<never, undefined>, Reader<ExecutionResult>
{
  readonly #results: PushStream<ExecutionResult>;
  readonly #sink: FrameSink;
  readonly #start: Buffer;
  readonly #end = Promise.withResolvers<IteratorReturnResult<undefined>>();

  /** @param id which the client gave the subscription */
  constructor(results: AsyncIterable<ExecutionResult>, id: string, sink: FrameSink) {
    this.#results = fromAsyncIterable(results);
    this.#sink = sink;
    this.#start = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
  }

  /** Sends all results. */
  next(): Promise<IteratorReturnResult<undefined>> {
    this.#results.start(this);
    return this.#end.promise;
  }

  /** Also while waiting for room, which a broken connection never has again. */
  return(): Promise<IteratorReturnResult<undefined>> {
    this.#results.stop();
    this.complete();
    return this.#end.promise;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  write(result: ExecutionResult): boolean {
    const room = this.#sink.write(websocketFrame(this.#start, payload(result), end));
    void room?.then(() => {
      this.#results.resume();
    });
    return room === undefined;
  }

  complete(): void {
    this.#end.resolve({ done: true, value: undefined });
  }

  /** Its socket is about to be closed. The library would send `complete`, after which clients do not subscribe again. */
  interrupt(): void {
    this.#results.stop();
  }

  fail(error: unknown): void {
    this.#end.reject(error);
  }
}
