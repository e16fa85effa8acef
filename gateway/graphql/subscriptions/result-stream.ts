import type { ExecutionResult } from 'graphql';

import { PushStream, type Reader } from '../../streams/push-stream.ts';
import { fromAsyncIterable } from '../../streams/from-async-iterable.ts';
import type { SharedExecutions } from './shared-executions.ts';

/** Owns all streams of results. */
export interface StreamOwner {
  /** The last result of a stream whose source or execution has failed. */
  resultOfFailure(error: unknown, stream: ResultStream): ExecutionResult;
  /** Called once, however the stream ends. */
  onEnd(stream: ResultStream): void;
}

/** The results of one subscriber: one for each event of its own source, in the same order. */
export class ResultStream extends PushStream<ExecutionResult> implements Reader<object> {
  /** Of the request that subscribed. */
  readonly requestId: string;
  readonly #source: PushStream<object>;
  readonly #results: SharedExecutions;
  readonly #owner: StreamOwner;
  #reader: Reader<ExecutionResult> | undefined;
  #ended = false;
  #interrupted = false;

  /** @param results of the operation; already joined for this stream */
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
    if (this.#ended) this.#endReader();
    else this.#source.start(this);
  }

  resume(): void {
    if (this.#ended) this.#endReader();
    else this.#source.resume();
  }

  stop(): void {
    if (this.#ended) return;
    this.#finish();
    this.#source.stop();
  }

  /** Cuts the stream off at once: stops the source and tells the reader. Called by the source as well. */
  interrupt(): void {
    if (this.#ended) return;
    this.#interrupted = true;
    this.stop();
    this.#endReader();
  }

  write(event: object): boolean {
    try {
      const result = this.#results.resultOf(event);
      if (!(result instanceof Promise)) return this.#write(result);
      result.then(
        (value) => {
          if (this.#write(value)) this.#source.resume();
        },
        (error: unknown) => {
          this.#abort(error);
        },
      );
    } catch (error) {
      this.#abort(error);
    }
    return false;
  }

  complete(): void {
    if (this.#ended) return;
    this.#finish();
    this.#endReader();
  }

  fail(error: unknown): void {
    if (this.#ended) return;
    this.#finish();
    if (this.#reader?.write(this.#owner.resultOfFailure(error, this)) === true) this.#reader.complete();
  }

  #write(result: ExecutionResult): boolean {
    return !this.#ended && this.#reader?.write(result) === true;
  }

  /** The source works, but its events cannot be executed. */
  #abort(error: unknown): void {
    this.fail(error);
    this.#source.stop();
  }

  #endReader(): void {
    if (this.#interrupted) this.#reader?.interrupt();
    else this.#reader?.complete();
  }

  #finish(): void {
    this.#ended = true;
    this.#results.leave();
    this.#owner.onEnd(this);
  }
}
