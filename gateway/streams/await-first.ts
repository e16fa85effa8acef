import { PushStream, type Reader } from './push-stream.ts';
import { fromAsyncIterable } from './from-async-iterable.ts';

/**
 * Waits for the first value, so that a failure before it rejects the subscription instead of interrupting it. The
 * result yields all values, including the first.
 */
export function awaitFirst<T>(source: AsyncIterable<T>): Promise<AsyncIterableIterator<T>> {
  const values = fromAsyncIterable(source);
  return new Promise((resolve, reject) => {
    values.start({
      write: (value) => {
        resolve(new Started(values, { value }));
        return false;
      },
      complete: () => {
        resolve(new Started(values, 'COMPLETE'));
      },
      interrupt: () => {
        resolve(new Started(values, 'INTERRUPTED'));
      },
      fail: reject,
    });
  });
}

/** What a stream began with. */
type First<T> = { readonly value: T } | 'COMPLETE' | 'INTERRUPTED';

class Started<T> extends PushStream<T> {
  readonly #rest: PushStream<T>;
  #first: First<T> | undefined;
  #reader: Reader<T> | undefined;

  constructor(rest: PushStream<T>, first: First<T>) {
    super();
    this.#rest = rest;
    this.#first = first;
  }

  start(reader: Reader<T>): void {
    const first = this.#first;
    this.#first = undefined;
    this.#reader = reader;
    if (first === 'COMPLETE') reader.complete();
    else if (first === 'INTERRUPTED') reader.interrupt();
    else if (first === undefined || reader.write(first.value)) this.resume();
  }

  resume(): void {
    const reader = this.#reader;
    this.#reader = undefined;
    if (reader === undefined) this.#rest.resume();
    else this.#rest.start(reader);
  }

  stop(): void {
    this.#rest.stop();
  }
}
