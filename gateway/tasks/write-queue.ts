/** How one small transaction is made; all synchronous. */
export interface Transaction {
  begin(): void;
  commit(): void;
  rollback(): void;
}

interface Job {
  run(): void;
  committed(): void;
  failed(error: unknown): void;
}

/** At most so many jobs in one transaction, and none begun after so many milliseconds: the event loop waits for it. */
const maxJobs = 50;
const maxMs = 2;

/**
 * Group commit: what is waiting goes into one transaction, so that a burst costs few of them, and the event loop
 * turns between two, so that nobody waits for the whole burst. Jobs run in the order of their arrival.
 */
export class WriteQueue {
  readonly #transaction: Transaction;
  #waiting: Job[] = [];
  #scheduled = false;
  #whenIdle: (() => void)[] = [];

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  /**
   * @param work writes, synchronously; may run twice, if a neighbour's failure undid the first time
   * @param committed told as soon as it is durable, before the promise resolves
   * @returns what `work` returned, once that is durable
   */
  add<Result>(work: () => Result, committed?: (result: Result) => void): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    let result: Result;
    this.#waiting.push({
      run: () => {
        result = work();
      },
      committed: () => {
        committed?.(result);
        resolve(result);
      },
      failed: reject,
    });
    this.#schedule();
    return promise;
  }

  /** Resolves when nothing is waiting. */
  idle(): Promise<void> {
    if (!this.#scheduled) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#whenIdle.push(() => {
      resolve(undefined);
    });
    return promise;
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#flush();
    });
  }

  #flush(): void {
    const batch = this.#attempt();
    this.#waiting.splice(0, batch.length);
    for (const job of batch) job.committed();
    this.#scheduled = false;
    if (this.#waiting.length > 0) {
      this.#schedule();
      return;
    }
    const idle = this.#whenIdle;
    this.#whenIdle = [];
    for (const tell of idle) tell();
  }

  /** @returns the jobs from the head of the queue that are durable now */
  #attempt(): readonly Job[] {
    const started = performance.now();
    let count = 0;
    try {
      this.#transaction.begin();
      for (const job of this.#waiting) {
        if (count === maxJobs || (count > 0 && performance.now() - started > maxMs)) break;
        count += 1;
        job.run();
      }
      this.#transaction.commit();
      return this.#waiting.slice(0, count);
    } catch {
      this.#transaction.rollback();
      return this.#oneByOne(this.#waiting.splice(0, Math.max(count, 1)));
    }
  }

  /** After a failure each job gets a transaction of its own, so that only those at fault fail. */
  #oneByOne(jobs: readonly Job[]): readonly Job[] {
    for (const job of jobs) {
      try {
        this.#transaction.begin();
        job.run();
        this.#transaction.commit();
      } catch (error) {
        this.#transaction.rollback();
        job.failed(error);
        continue;
      }
      job.committed();
    }
    return [];
  }
}
