import { PushStream, type Reader } from '../../streams/push-stream.ts';

/** What waits for a slow reader. */
export interface Backlog<Value> {
  add(value: Value): void;
  take(): Value | undefined;
  readonly size: number;
}

/** What a channel counts; shared by all, for metrics. */
export interface Counters {
  /** Values that readers took. */
  delivered: number;
  /** Values that were waiting when their reader left. */
  dropped: number;
  /** Channels that are open. */
  subscribers: number;
}

/** A stream of values from the feed to one reader. */
export abstract class SubscriberChannel<Value, Output> extends PushStream<Output> {
  readonly #backlog: Backlog<Value>;
  readonly #counters: Counters;
  #reader: Reader<Output> | undefined;
  #opened = false;
  #paused = false;
  #ended = false;
  #interrupted = false;
  #error: unknown;

  constructor(backlog: Backlog<Value>, counters: Counters) {
    super();
    this.#backlog = backlog;
    this.#counters = counters;
    counters.subscribers += 1;
  }

  /** What the reader gets for a value. */
  protected abstract read(value: Value): Output;
  /** Called once, as soon as nothing more can come, whoever ended it. */
  protected abstract release(): void;
  /** Called at the first read, to find what is to be read; its rejection fails the channel. */
  protected abstract open(): Promise<void> | undefined;
  /** Called when the reader has room and nothing is waiting. */
  protected drained(): void {
    // By default, values only come by `push`.
  }

  /** How many values are waiting for the reader. */
  protected get waiting(): number {
    return this.#backlog.size;
  }

  /** Nothing more will come; what is waiting can still be read. */
  hasEnded(): boolean {
    return this.#ended;
  }

  push(value: Value): void {
    if (this.#ended) return;
    this.#backlog.add(value);
    this.#serve();
  }

  /** Completes after what is waiting, or fails with the error. */
  end(error?: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#error = error;
    this.#counters.subscribers -= 1;
    this.release();
    this.#serve();
  }

  /** Ends it before its values do: there may be more, but not from here. */
  interrupt(): void {
    if (this.#ended) return;
    this.#interrupted = true;
    this.end();
  }

  /** A later reader continues where an earlier one paused. */
  start(reader: Reader<Output>): void {
    this.#reader = reader;
    if (!this.#opened) {
      this.#opened = true;
      this.open()?.catch((error: unknown) => {
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
    this.#counters.dropped += this.#backlog.size;
    while (this.#backlog.take() !== undefined);
    this.end();
  }

  #serve(): void {
    while (this.#reader !== undefined && !this.#paused) {
      const value = this.#backlog.take();
      if (value !== undefined) {
        this.#counters.delivered += 1;
        this.#paused = !this.#reader.write(this.read(value));
      } else if (this.#ended) {
        const reader = this.#reader;
        this.#reader = undefined;
        if (this.#error !== undefined) reader.fail(this.#error);
        else if (this.#interrupted) reader.interrupt();
        else reader.complete();
      } else {
        this.drained();
        return;
      }
    }
  }
}
