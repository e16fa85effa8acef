/** Who takes the values of a flow. */
export interface Reader<T> {
  /** @returns whether there is room for more; without, the flow waits until it is resumed */
  take(value: T): boolean;
  /** There will be no more. */
  complete(): void;
  /** There will be no more, because something went wrong. */
  fail(error: unknown): void;
}

const done: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * Values as they come, told to one reader at its pace. Next to nothing is made for a value on its way, which thousands
 * of readers notice: an async iterator makes promises for each. It can be read as one all the same.
 */
export abstract class PushStream<T> implements AsyncIterableIterator<T, undefined> {
  #pull: Pull<T> | undefined;

  /** From now on this reader is told, at once what is there already. Nothing happens before. */
  abstract start(reader: Reader<T>): void;
  /** The reader has room again. Not to be called out of `take`. */
  abstract resume(): void;
  /** The reader leaves: it is told nothing more. */
  abstract stop(): void;

  next(): Promise<IteratorResult<T, undefined>> {
    this.#pull ??= new Pull(this);
    return this.#pull.next();
  }

  /** Ends it at once, also while a reading waits. */
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

/** Reads a flow one value at a time. */
class Pull<T> implements Reader<T> {
  readonly #flow: PushStream<T>;
  readonly #waiting: PromiseWithResolvers<IteratorResult<T, undefined>>[] = [];
  #state: 'NEW' | 'FLOWING' | 'PAUSED' | 'OVER' = 'NEW';

  constructor(flow: PushStream<T>) {
    this.#flow = flow;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#state === 'OVER') return Promise.resolve(done);
    const reading = Promise.withResolvers<IteratorResult<T, undefined>>();
    this.#waiting.push(reading);
    const state = this.#state;
    this.#state = 'FLOWING';
    if (state === 'NEW') this.#flow.start(this);
    else if (state === 'PAUSED') this.#flow.resume();
    return reading.promise;
  }

  take(value: T): boolean {
    this.#waiting.shift()?.resolve({ done: false, value });
    if (this.#waiting.length === 0) this.#state = 'PAUSED';
    return this.#state === 'FLOWING';
  }

  complete(): void {
    this.#state = 'OVER';
    for (const reading of this.#waiting.splice(0)) reading.resolve(done);
  }

  fail(error: unknown): void {
    this.#waiting.shift()?.reject(error);
    this.complete();
  }
}
