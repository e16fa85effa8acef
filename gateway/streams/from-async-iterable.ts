import { PushStream, type Reader } from './push-stream.ts';

/** Any stream of values as a flow; one that is a flow already stays as it is. */
export function fromAsyncIterable<T>(values: AsyncIterable<T>): PushStream<T> {
  return values instanceof PushStream ? (values as PushStream<T>) : new Iterated(values);
}

/** Reads an async iterable as long as its reader has room. */
class Iterated<T> extends PushStream<T> {
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
        else if (this.#reader?.take(result.value) === true) this.resume();
      },
      (error: unknown) => {
        this.#reader?.fail(error);
      },
    );
  }

  /** An iterable that waits may only notice when it is done waiting; nobody waits for that. */
  stop(): void {
    this.#reader = undefined;
    void Promise.resolve(this.#iterator.return?.()).catch(() => undefined);
  }
}
