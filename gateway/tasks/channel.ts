import { Flow, type Reader } from '../flow/flow.ts';

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

interface ChannelOptions<Value, Output> {
  readonly backlog: Backlog<Value>;
  readonly counters: Counters;
  /** What a reader gets of a value. */
  readonly read: (value: Value) => Output;
  /** Told once, as soon as nothing more can come, whoever ended it. */
  readonly release: () => void;
  /** Done at the start, to find what is to be read; its rejection fails the channel. */
  readonly open?: () => Promise<void>;
}

/** From one who tells to one who reads. */
export class Channel<Value, Output> extends Flow<Output> {
  readonly #options: ChannelOptions<Value, Output>;
  #reader: Reader<Output> | undefined;
  #opened = false;
  #paused = false;
  #ended = false;
  #error: unknown;

  constructor(options: ChannelOptions<Value, Output>) {
    super();
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

  /** A later reader goes on where an earlier one paused. */
  start(reader: Reader<Output>): void {
    this.#reader = reader;
    if (!this.#opened) {
      this.#opened = true;
      this.#options.open?.().catch((error: unknown) => {
        this.end(error);
      });
    }
    this.resume();
  }

  resume(): void {
    this.#paused = false;
    this.#serve();
  }

  stop(): void {
    this.#reader = undefined;
    this.#opened = true;
    const { backlog, counters } = this.#options;
    counters.dropped += backlog.size;
    while (backlog.take() !== undefined);
    this.end();
  }

  #serve(): void {
    const { backlog, counters, read } = this.#options;
    while (this.#reader !== undefined && !this.#paused) {
      const value = backlog.take();
      if (value !== undefined) {
        counters.delivered += 1;
        this.#paused = !this.#reader.take(read(value));
      } else if (this.#ended) {
        const reader = this.#reader;
        this.#reader = undefined;
        if (this.#error === undefined) reader.complete();
        else reader.fail(this.#error);
      } else {
        return;
      }
    }
  }
}
