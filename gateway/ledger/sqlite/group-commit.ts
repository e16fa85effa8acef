/** What a {@link GroupCommit} writes to. */
export interface Journal {
  begin(): void;
  /** Commits what was written since `begin`; until the next flush, a power failure can still lose it. */
  commit(jobs: number): void;
  rollback(): void;
  /** Resolves when everything committed before the call is on the disk. */
  flush(): Promise<void>;
  /** Whether a checkpoint has to come before further writes. */
  needsCheckpoint(): boolean;
  /** Frees space in the log. Called when everything committed is on the disk; nothing is written meanwhile. */
  checkpoint(): Promise<void>;
}

interface Job {
  run(): void;
  onDurable(): void;
  onFailed(error: unknown): void;
}

/** After this many milliseconds of one turn no further job is run or acknowledged, so as not to block the event loop. */
const maxMs = 1;

/** The maximum number of jobs acknowledged in one turn, because what awaits them runs in the same turn. */
const maxAcknowledged = 50;

/**
 * Group commit: all waiting jobs share a transaction, and everything committed during a flush shares the next flush, so
 * that a burst needs few of each. The event loop never waits for the disk and gets a turn between two transactions.
 * Jobs run, and are acknowledged, in the order of their arrival.
 */
export class GroupCommit {
  readonly #journal: Journal;
  /** Not written yet. */
  #waiting: Job[] = [];
  /** Committed, but possibly not on the disk yet. */
  #committed: Job[] = [];
  /** On the disk, but not acknowledged yet. */
  #durable: Job[] = [];
  #writing = false;
  #flushing: Promise<void> | undefined;
  #acknowledging = false;
  #idleCallbacks: (() => void)[] = [];
  #broken: Error | undefined;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** Whether the disk has failed: it is unknown what is on it, and nothing more is written. */
  get broken(): boolean {
    return this.#broken !== undefined;
  }

  /**
   * @param work writes, synchronously; it runs a second time if the failure of another job rolled it back
   * @param onDurable called as soon as the work is durable, before the promise resolves
   * @returns what `work` returned, once that is durable
   */
  add<Result>(work: () => Result, onDurable?: (result: Result) => void): Promise<Result> {
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    let result: Result;
    this.#waiting.push({
      run: () => {
        result = work();
      },
      onDurable: () => {
        onDurable?.(result);
        resolve(result);
      },
      onFailed: reject,
    });
    if (!this.#writing) {
      this.#writing = true;
      this.#writeSoon();
    }
    return promise;
  }

  /** Resolves when no job is waiting. */
  idle(): Promise<void> {
    if (this.#isIdle()) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#idleCallbacks.push(() => {
      resolve(undefined);
    });
    return promise;
  }

  #isIdle(): boolean {
    return !this.#writing && !this.#acknowledging && this.#flushing === undefined;
  }

  #notifyIfIdle(): void {
    if (this.#idleCallbacks.length === 0 || !this.#isIdle()) return;
    const callbacks = this.#idleCallbacks;
    this.#idleCallbacks = [];
    for (const callback of callbacks) callback();
  }

  #writeSoon(): void {
    setImmediate(() => {
      if (this.#journal.needsCheckpoint()) void this.#checkpoint();
      else this.#write();
    });
  }

  #write(): void {
    this.#commitNext();
    this.#flush();
    this.#writing = this.#waiting.length > 0;
    if (this.#writing) this.#writeSoon();
    else this.#notifyIfIdle();
  }

  async #checkpoint(): Promise<void> {
    while (this.#flushing !== undefined) await this.#flushing;
    try {
      if (this.#broken === undefined) await this.#journal.checkpoint();
    } catch (error) {
      this.#break(error);
    }
    this.#write();
  }

  #flush(): void {
    if (this.#flushing !== undefined || this.#committed.length === 0) return;
    const jobs = this.#committed;
    this.#committed = [];
    this.#flushing = this.#journal.flush().then(
      () => {
        this.#flushing = undefined;
        this.#flush();
        this.#durable = this.#durable.concat(jobs);
        if (!this.#acknowledging) this.#acknowledge();
      },
      (error: unknown) => {
        this.#flushing = undefined;
        this.#committed = jobs.concat(this.#committed);
        this.#break(error);
        this.#notifyIfIdle();
      },
    );
  }

  /** After a failed flush it is unknown what is on the disk, until the ledger is opened again. */
  #break(cause: unknown): void {
    this.#broken = new Error('The disk has failed. Fix it, then restart the gateway.', {
      cause,
    });
    const jobs = this.#committed.concat(this.#waiting);
    this.#committed = [];
    this.#waiting = [];
    for (const job of jobs) job.onFailed(this.#broken);
  }

  #acknowledge(): void {
    const until = performance.now() + maxMs;
    let count = 0;
    for (const job of this.#durable) {
      count += 1;
      job.onDurable();
      if (count === maxAcknowledged || performance.now() > until) break;
    }
    this.#durable.splice(0, count);
    this.#acknowledging = this.#durable.length > 0;
    if (this.#acknowledging)
      setImmediate(() => {
        this.#acknowledge();
      });
    else this.#notifyIfIdle();
  }

  /** Runs and commits jobs from the head of the queue. */
  #commitNext(): void {
    const until = performance.now() + maxMs;
    let count = 0;
    try {
      this.#journal.begin();
      for (const job of this.#waiting) {
        count += 1;
        job.run();
        if (performance.now() > until) break;
      }
      this.#journal.commit(count);
      this.#committed = this.#committed.concat(this.#waiting.splice(0, count));
    } catch {
      this.#journal.rollback();
      this.#commitSeparately(this.#waiting.splice(0, Math.max(count, 1)));
    }
  }

  /** After a failure each job gets its own transaction, so that only the jobs that caused it fail. */
  #commitSeparately(jobs: readonly Job[]): void {
    for (const job of jobs) {
      try {
        this.#journal.begin();
        job.run();
        this.#journal.commit(1);
        this.#committed.push(job);
      } catch (error) {
        this.#journal.rollback();
        job.onFailed(error);
      }
    }
  }
}
