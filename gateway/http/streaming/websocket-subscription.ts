import type { ExecutionResult } from 'graphql';

import { type PushStream, type Reader } from '../../streams/push-stream.ts';
import { fromAsyncIterable } from '../../streams/from-async-iterable.ts';
import { weakMemo } from '../../graphql/subscriptions/weak-memo.ts';
import { formatResult } from '../../graphql/subscriptions/format-result.ts';
import { websocketFrame } from './websocket-frame.ts';

const payload = weakMemo((result: ExecutionResult) => Buffer.from(formatResult(result)));
const end = Buffer.from('}');

/** Where frames are written. */
export interface FrameSink {
  /** @returns undefined when there is room for more, otherwise what resolves when there is again */
  write(frame: Buffer): Promise<void> | undefined;
}

/**
 * Sends the results of one subscription by itself, each made into bytes once for all who are sent it. To the protocol's
 * library it is a stream that has nothing to send and ends when the results do.
 */
export class WebSocketSubscription
  implements AsyncIterableIterator<never, undefined>, Reader<ExecutionResult>
{
  readonly #results: PushStream<ExecutionResult>;
  readonly #sink: FrameSink;
  readonly #start: Buffer;
  readonly #over = Promise.withResolvers<IteratorReturnResult<undefined>>();

  /** @param id the client's name for the subscription */
  constructor(results: AsyncIterable<ExecutionResult>, id: string, sink: FrameSink) {
    this.#results = fromAsyncIterable(results);
    this.#sink = sink;
    this.#start = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
  }

  /** Sends all there is. */
  next(): Promise<IteratorReturnResult<undefined>> {
    this.#results.start(this);
    return this.#over.promise;
  }

  /** Also while it waits for room, which a broken connection never has again. */
  return(): Promise<IteratorReturnResult<undefined>> {
    this.#results.stop();
    this.complete();
    return this.#over.promise;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  take(result: ExecutionResult): boolean {
    const room = this.#sink.write(websocketFrame(this.#start, payload(result), end));
    void room?.then(() => {
      this.#results.resume();
    });
    return room === undefined;
  }

  complete(): void {
    this.#over.resolve({ done: true, value: undefined });
  }

  fail(error: unknown): void {
    this.#over.reject(error);
  }
}
