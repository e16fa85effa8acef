import type { ExecutionResult } from 'graphql';

import type { EventResults } from './event-results.ts';

const done: IteratorReturnResult<undefined> = { done: true, value: undefined };

export interface ResultStreamOptions {
  /** What to give in place of a failure of the source or of an execution, as the last result. */
  readonly failed: (error: unknown) => ExecutionResult;
  /** Called once, however it ends. */
  readonly ended: () => void;
}

/**
 * The results of one subscriber: those of the events of its own source, in their order. It can be ended from outside,
 * even while it waits for the next one.
 */
export class ResultStream implements AsyncIterableIterator<ExecutionResult, undefined> {
  readonly #source: AsyncIterator<unknown>;
  readonly #results: EventResults;
  readonly #options: ResultStreamOptions;
  #ended = false;
  /** Lets go of the reader that waits. */
  #release: ((result: IteratorResult<ExecutionResult, undefined>) => void) | undefined;

  constructor(source: AsyncIterable<unknown>, results: EventResults, options: ResultStreamOptions) {
    this.#source = source[Symbol.asyncIterator]();
    this.#results = results;
    this.#options = options;
  }

  next(): Promise<IteratorResult<ExecutionResult, undefined>> {
    if (this.#ended) return Promise.resolve(done);
    return new Promise((resolve) => {
      this.#release = resolve;
      this.#source.next().then(
        (read) => {
          try {
            resolve(this.#taken(read));
          } catch (error) {
            resolve(this.#failed(error));
          }
        },
        (error: unknown) => {
          resolve(this.#failed(error));
        },
      );
    });
  }

  return(): Promise<IteratorReturnResult<undefined>> {
    this.end();
    return Promise.resolve(done);
  }

  /** Lets the reader see the end at once, and the source be cleaned up. */
  end(): void {
    if (this.#ended) return;
    this.#finish();
    // A source that waits may only notice when it is done waiting; nobody waits for that.
    void Promise.resolve(this.#source.return?.()).catch(() => undefined);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #taken(
    read: IteratorResult<unknown>,
  ): IteratorResult<ExecutionResult, undefined> | Promise<IteratorResult<ExecutionResult, undefined>> {
    if (this.#ended) return done;
    if (read.done === true) {
      this.#finish();
      return done;
    }
    const result = this.#results.of(read.value as object);
    if (!(result instanceof Promise)) return { done: false, value: result };
    return result.then(
      (value) => (this.#ended ? done : { done: false, value }),
      (error: unknown) => this.#failed(error),
    );
  }

  #failed(error: unknown): IteratorResult<ExecutionResult, undefined> {
    if (this.#ended) return done;
    this.#release = undefined;
    this.end();
    return { done: false, value: this.#options.failed(error) };
  }

  #finish(): void {
    this.#ended = true;
    this.#release?.(done);
    this.#results.leave();
    this.#options.ended();
  }
}
