import { PushStream, type Reader } from './push-stream.ts';

/** Turns an async iterable into a push stream; a push stream is returned unchanged. */
export function fromAsyncIterable<T>(values: AsyncIterable<T>): PushStream<T> {
  return values instanceof PushStream ? (values as PushStream<T>) : new IterableStream(values);
}

/** Reads an async iterable whenever its reader has room. */
class IterableStream<T> extends PushStream<T> {
  readonly #iterator: AsyncIterator<T>;
  #reader: Reader<T> | undefined;

  constructor(values: AsyncIterable<T>) {
    super();
    this.#iterator = values[Symbol.asyncIterator]();
  }

  start(reader: Reader<T>): void {
    this.#reader = reader;
    this.resume();
  }

  resume(): void {
    this.#iterator.next().then(
      (result) => {
        if (result.done === true) this.#reader?.complete();
        else if (this.#reader?.write(result.value) === true) this.resume();
      },
      (error: unknown) => {
        this.#reader?.fail(error);
      },
    );
  }

  /** An iterable that is waiting may only notice once its wait is over; this does not wait for it. */
  stop(): void {
    this.#reader = undefined;
    void Promise.resolve(this.#iterator.return?.()).catch(() => undefined);
  }
}
