import type { ExecutionResult } from 'graphql';

import { PushStream, type Reader } from '../../streams/push-stream.ts';
import { fromAsyncIterable } from '../../streams/from-async-iterable.ts';
import type { SharedExecutions } from './shared-executions.ts';

/** Who looks after streams of results; the same for all of them. */
export interface StreamOwner {
  /** What to give in place of a failure of the source or of an execution, as the last result. */
  failed(error: unknown, stream: ResultStream): ExecutionResult;
  /** Called once, however it ends. */
  ended(stream: ResultStream): void;
}

/** The results of one subscriber: those of the events of its own source, in their order. */
export class ResultStream extends PushStream<ExecutionResult> implements Reader<object> {
  /** Of the request that it answers. */
  readonly requestId: string;
  readonly #source: PushStream<object>;
  readonly #results: SharedExecutions;
  readonly #owner: StreamOwner;
  #reader: Reader<ExecutionResult> | undefined;
  #ended = false;

  /** @param results of the operation, joined for this stream */
  constructor(
    source: AsyncIterable<object>,
    results: SharedExecutions,
    requestId: string,
    owner: StreamOwner,
  ) {
    super();
    this.#source = fromAsyncIterable(source);
    this.#results = results;
    this.requestId = requestId;
    this.#owner = owner;
  }

  start(reader: Reader<ExecutionResult>): void {
    this.#reader = reader;
    if (this.#ended) reader.complete();
    else this.#source.start(this);
  }

  resume(): void {
    if (this.#ended) this.#reader?.complete();
    else this.#source.resume();
  }

  stop(): void {
    if (this.#ended) return;
    this.#finish();
    this.#source.stop();
  }

  /** Lets the reader see the end at once, and the source be cleaned up. */
  end(): void {
    if (this.#ended) return;
    this.stop();
    this.#reader?.complete();
  }

  take(event: object): boolean {
    try {
      const result = this.#results.of(event);
      if (!(result instanceof Promise)) return this.#pass(result);
      result.then(
        (value) => {
          if (this.#pass(value)) this.#source.resume();
        },
        (error: unknown) => {
          this.#break(error);
        },
      );
    } catch (error) {
      this.#break(error);
    }
    return false;
  }

  complete(): void {
    if (this.#ended) return;
    this.#finish();
    this.#reader?.complete();
  }

  fail(error: unknown): void {
    if (this.#ended) return;
    this.#finish();
    if (this.#reader?.take(this.#owner.failed(error, this)) === true) this.#reader.complete();
  }

  #pass(result: ExecutionResult): boolean {
    return !this.#ended && this.#reader?.take(result) === true;
  }

  /** The source goes on, but what comes of it cannot be told. */
  #break(error: unknown): void {
    this.fail(error);
    this.#source.stop();
  }

  #finish(): void {
    this.#ended = true;
    this.#results.leave();
    this.#owner.ended(this);
  }
}
