/** Receives the values of a push stream. */
export interface Reader<T> {
  /** @returns whether there is room for more; if not, the stream pauses until it is resumed */
  write(value: T): boolean;
  /** There are no more values. */
  complete(): void;
  /** The stream was cut off before its values ended. Whoever reads it should subscribe again. */
  interrupt(): void;
  /** There are no more values because of an error. */
  fail(error: unknown): void;
}

const done: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * Values written to one reader by calls, at the reader's pace. Unlike an async iterator it allocates next to nothing per
 * value, which matters with thousands of readers. It can also be read as an async iterator.
 */
export abstract class PushStream<T> implements AsyncIterableIterator<T, undefined> {
  #pull: Pull<T> | undefined;

  /** Starts to write to the reader, immediately if values are available. Nothing happens before. */
  abstract start(reader: Reader<T>): void;
  /** The reader has room again. Must not be called from within `write`. */
  abstract resume(): void;
  /** Stops the stream: nothing more is written to the reader. */
  abstract stop(): void;

  next(): Promise<IteratorResult<T, undefined>> {
    this.#pull ??= new Pull(this);
    return this.#pull.next();
  }

  /** Ends the stream immediately, even while a read is waiting. */
  return(): Promise<IteratorReturnResult<undefined>> {
    this.stop();
    this.#pull?.complete();
    return Promise.resolve(done);
  }

  async throw(error: unknown): Promise<never> {
    await this.return();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

/** Reads a push stream one value at a time. */
class Pull<T> implements Reader<T> {
  readonly #stream: PushStream<T>;
  readonly #waiting: PromiseWithResolvers<IteratorResult<T, undefined>>[] = [];
  #state: 'NEW' | 'READING' | 'PAUSED' | 'ENDED' = 'NEW';

  constructor(stream: PushStream<T>) {
    this.#stream = stream;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#state === 'ENDED') return Promise.resolve(done);
    const read = Promise.withResolvers<IteratorResult<T, undefined>>();
    this.#waiting.push(read);
    const state = this.#state;
    this.#state = 'READING';
    if (state === 'NEW') this.#stream.start(this);
    else if (state === 'PAUSED') this.#stream.resume();
    return read.promise;
  }

  write(value: T): boolean {
    this.#waiting.shift()?.resolve({ done: false, value });
    if (this.#waiting.length === 0) this.#state = 'PAUSED';
    return this.#state === 'READING';
  }

  complete(): void {
    this.#state = 'ENDED';
    for (const read of this.#waiting.splice(0)) read.resolve(done);
  }

  /** An iterator has no other end. */
  interrupt(): void {
    this.complete();
  }

  fail(error: unknown): void {
    this.#waiting.shift()?.reject(error);
    this.complete();
  }
}
