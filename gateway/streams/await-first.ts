import { PushStream, type Reader } from './push-stream.ts';
import { fromAsyncIterable } from './from-async-iterable.ts';

/**
 * Waits for the first value, so that a failure before it rejects the subscription instead of interrupting it. Does not
 * wait longer than its patience: a stream that has been opened can be kept alive, a response without a head cannot. The
 * result yields all values, including the first.
 *
 * @param patienceMs milliseconds
 */
export function awaitFirst<T>(
  source: AsyncIterable<T>,
  patienceMs = 1000,
): Promise<AsyncIterableIterator<T>> {
  const { promise, resolve, reject } = Promise.withResolvers<AsyncIterableIterator<T>>();
  const stream = new AwaitedStream(fromAsyncIterable(source), {
    arrived: () => {
      clearTimeout(timer);
      resolve(stream);
    },
    failed: (error) => {
      clearTimeout(timer);
      reject(error);
    },
  });
  const timer = setTimeout(() => {
    stream.openUnawaited();
    resolve(stream);
  }, patienceMs).unref();
  stream.await();
  return promise;
}

/** What a stream begins with. */
type Beginning<T> = { readonly value: T } | { readonly error: unknown } | 'COMPLETE' | 'INTERRUPTED';

interface Awaiting {
  readonly arrived: () => void;
  readonly failed: (error: unknown) => void;
}

/** Holds what a stream begins with until it has a reader. */
class AwaitedStream<T> extends PushStream<T> implements Reader<T> {
  readonly #source: PushStream<T>;
  #awaiting: Awaiting | undefined;
  #beginning: Beginning<T> | undefined;
  #reader: Reader<T> | undefined;
  /** The reader is the source's own, which spares a call for each value. */
  #isHandedOver = false;
  #isUnawaited = false;

  constructor(source: PushStream<T>, awaiting: Awaiting) {
    super();
    this.#source = source;
    this.#awaiting = awaiting;
  }

  await(): void {
    this.#source.start(this);
  }

  /** Its reader may come before the first value. */
  openUnawaited(): void {
    this.#awaiting = undefined;
    this.#isUnawaited = true;
  }

  start(reader: Reader<T>): void {
    this.#reader = reader;
    const beginning = this.#beginning;
    this.#beginning = undefined;
    if (beginning === undefined) return;
    if (beginning === 'COMPLETE') reader.complete();
    else if (beginning === 'INTERRUPTED') reader.interrupt();
    else if ('error' in beginning) reader.fail(beginning.error);
    else if (reader.write(beginning.value)) this.resume();
  }

  resume(): void {
    const reader = this.#reader;
    if (reader === undefined || this.#isHandedOver || this.#isUnawaited) {
      this.#source.resume();
      return;
    }
    this.#isHandedOver = true;
    this.#source.start(reader);
  }

  stop(): void {
    this.#source.stop();
  }

  write(value: T): boolean {
    if (this.#reader !== undefined) return this.#reader.write(value);
    this.#begin({ value });
    return false;
  }

  complete(): void {
    if (this.#reader !== undefined) this.#reader.complete();
    else this.#begin('COMPLETE');
  }

  interrupt(): void {
    if (this.#reader !== undefined) this.#reader.interrupt();
    else this.#begin('INTERRUPTED');
  }

  fail(error: unknown): void {
    if (this.#reader !== undefined) this.#reader.fail(error);
    else if (this.#awaiting !== undefined) this.#awaiting.failed(error);
    else this.#beginning = { error };
  }

  #begin(beginning: Beginning<T>): void {
    this.#beginning = beginning;
    this.#awaiting?.arrived();
    this.#awaiting = undefined;
  }
}
