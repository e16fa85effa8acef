import type { ExecutionResult } from 'graphql';

import { Flow, type Reader } from '../flow/flow.ts';
import { flowing } from '../flow/flowing.ts';
import type { EventResults } from './event-results.ts';

export interface ResultStreamOptions {
  /** What to give in place of a failure of the source or of an execution, as the last result. */
  readonly failed: (error: unknown) => ExecutionResult;
  /** Called once, however it ends. */
  readonly ended: () => void;
}

/** The results of one subscriber: those of the events of its own source, in their order. */
export class ResultStream extends Flow<ExecutionResult> implements Reader<object> {
  readonly #source: Flow<object>;
  readonly #results: EventResults;
  readonly #options: ResultStreamOptions;
  #reader: Reader<ExecutionResult> | undefined;
  #ended = false;

  constructor(source: AsyncIterable<object>, results: EventResults, options: ResultStreamOptions) {
    super();
    this.#source = flowing(source);
    this.#results = results;
    this.#options = options;
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
          this.fail(error);
        },
      );
    } catch (error) {
      this.#source.stop();
      this.fail(error);
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
    if (this.#reader?.take(this.#options.failed(error)) === true) this.#reader.complete();
  }

  #pass(result: ExecutionResult): boolean {
    return !this.#ended && this.#reader?.take(result) === true;
  }

  #finish(): void {
    this.#ended = true;
    this.#results.leave();
    this.#options.ended();
  }
}
