/** What waits for a slow reader, and which of it makes room. */
export interface Backlog<Value> {
  /** @returns how many values were dropped for it, itself included */
  add(value: Value): number;
  take(): Value | undefined;
  readonly size: number;
}

/** What a channel counts; shared by all, for metrics. */
export interface Counters {
  /** Values that readers took. */
  delivered: number;
  /** Values that a newer one replaced, or that their reader left behind. */
  dropped: number;
  /** Channels that are open. */
  subscribers: number;
}

type Reader<Output> = PromiseWithResolvers<IteratorResult<Output>>;

interface ChannelOptions<Value, Output> {
  readonly backlog: Backlog<Value>;
  readonly counters: Counters;
  /** What a reader gets of a value. */
  readonly read: (value: Value) => Output;
  /** Told once, as soon as nothing more can come, whoever ended it. */
  readonly release: () => void;
  /** Done at the first reading, to find what is to be read; its rejection fails the channel. */
  readonly open?: () => Promise<void>;
}

/**
 * From one who tells to one who reads. Reading waits for values; `return` ends it at once, also while a reading
 * waits, which an async generator cannot do.
 */
export class Channel<Value, Output> implements AsyncIterableIterator<Output> {
  readonly #options: ChannelOptions<Value, Output>;
  readonly #readers: Reader<Output>[] = [];
  #opened = false;
  #ended = false;
  #error: unknown;

  constructor(options: ChannelOptions<Value, Output>) {
    this.#options = options;
    options.counters.subscribers += 1;
  }

  /** Nothing more will be told; what waits can still be read. */
  hasEnded(): boolean {
    return this.#ended;
  }

  push(value: Value): void {
    if (this.#ended) return;
    this.#options.counters.dropped += this.#options.backlog.add(value);
    this.#serve();
  }

  /** Completes after what is waiting, or fails with the error. */
  end(error?: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#error = error;
    this.#options.counters.subscribers -= 1;
    this.#options.release();
    this.#serve();
  }

  next(): Promise<IteratorResult<Output>> {
    const reader: Reader<Output> = Promise.withResolvers();
    this.#readers.push(reader);
    if (!this.#opened) {
      this.#opened = true;
      this.#options.open?.().catch((error: unknown) => {
        this.end(error);
      });
    }
    this.#serve();
    return reader.promise;
  }

  return(): Promise<IteratorResult<Output>> {
    this.#opened = true;
    const { backlog, counters } = this.#options;
    counters.dropped += backlog.size;
    while (backlog.take() !== undefined);
    this.end();
    this.#error = undefined;
    this.#serve();
    return Promise.resolve({ value: undefined, done: true });
  }

  async throw(error: unknown): Promise<IteratorResult<Output>> {
    await this.return();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  #serve(): void {
    for (let reader = this.#readers[0]; reader !== undefined; reader = this.#readers[0]) {
      const value = this.#options.backlog.take();
      if (value !== undefined) {
        this.#options.counters.delivered += 1;
        reader.resolve({ value: this.#options.read(value), done: false });
      } else if (!this.#ended) {
        return;
      } else if (this.#error !== undefined) {
        reader.reject(this.#error);
        this.#error = undefined;
      } else {
        reader.resolve({ value: undefined, done: true });
      }
      this.#readers.shift();
    }
  }
}
