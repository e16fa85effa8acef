/** Where a queue writes. */
export interface Journal {
  begin(): void;
  /** What was written since `begin` counts, but may be lost with the power of the machine before it is flushed. */
  commit(jobs: number): void;
  rollback(): void;
  /** Resolves when all that is committed by now is on the disk. */
  flush(): Promise<void>;
  /** To be tidied up before more is written. */
  isFull(): boolean;
  /** Makes room. All that is committed is on the disk, and nothing is written meanwhile. */
  tidy(): Promise<void>;
}

interface Job {
  run(): void;
  durable(): void;
  failed(error: unknown): void;
}

/** No job is begun, or told to be durable, after so many milliseconds of a turn: the event loop waits for it. */
const maxMs = 1;

/** At most so many are told in one turn: what waits for them runs before the next turn, too. */
const maxTold = 50;

/**
 * Group commit: what is waiting goes into one transaction, and what was committed meanwhile onto the disk in one go, so
 * that a burst costs few of each. The event loop never waits for the disk, and turns between two transactions. Jobs
 * run, and are told, in the order of their arrival.
 */
export class GroupCommit {
  readonly #journal: Journal;
  /** Not written yet. */
  #waiting: Job[] = [];
  /** Committed, but perhaps not on the disk. */
  #committed: Job[] = [];
  /** On the disk, but not told. */
  #durable: Job[] = [];
  #writing = false;
  #flushing: Promise<void> | undefined;
  #telling = false;
  #whenIdle: (() => void)[] = [];
  #broken: Error | undefined;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** The disk failed: what is on it is not known, and nothing more is written. */
  get broken(): boolean {
    return this.#broken !== undefined;
  }

  /**
   * @param work writes, synchronously; may run twice, if a neighbour's failure undid the first time
   * @param durable told as soon as it is durable, before the promise resolves
   * @returns what `work` returned, once that is durable
   */
  add<Result>(work: () => Result, durable?: (result: Result) => void): Promise<Result> {
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    let result: Result;
    this.#waiting.push({
      run: () => {
        result = work();
      },
      durable: () => {
        durable?.(result);
        resolve(result);
      },
      failed: reject,
    });
    if (!this.#writing) {
      this.#writing = true;
      this.#writeSoon();
    }
    return promise;
  }

  /** Resolves when nothing is waiting. */
  idle(): Promise<void> {
    if (this.#isIdle()) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#whenIdle.push(() => {
      resolve(undefined);
    });
    return promise;
  }

  #isIdle(): boolean {
    return !this.#writing && !this.#telling && this.#flushing === undefined;
  }

  #tellWhenIdle(): void {
    if (this.#whenIdle.length === 0 || !this.#isIdle()) return;
    const idle = this.#whenIdle;
    this.#whenIdle = [];
    for (const tell of idle) tell();
  }

  #writeSoon(): void {
    setImmediate(() => {
      if (this.#journal.isFull()) void this.#tidy();
      else this.#write();
    });
  }

  #write(): void {
    this.#attempt();
    this.#flush();
    this.#writing = this.#waiting.length > 0;
    if (this.#writing) this.#writeSoon();
    else this.#tellWhenIdle();
  }

  async #tidy(): Promise<void> {
    while (this.#flushing !== undefined) await this.#flushing;
    try {
      if (this.#broken === undefined) await this.#journal.tidy();
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
        if (!this.#telling) this.#tell();
      },
      (error: unknown) => {
        this.#flushing = undefined;
        this.#committed = jobs.concat(this.#committed);
        this.#break(error);
        this.#tellWhenIdle();
      },
    );
  }

  /** After a failed flush nobody knows what is on the disk; only another opening finds out. */
  #break(cause: unknown): void {
    this.#broken = new Error('The disk has failed; restart the gateway when it is in order again.', {
      cause,
    });
    const jobs = this.#committed.concat(this.#waiting);
    this.#committed = [];
    this.#waiting = [];
    for (const job of jobs) job.failed(this.#broken);
  }

  #tell(): void {
    const until = performance.now() + maxMs;
    let told = 0;
    for (const job of this.#durable) {
      told += 1;
      job.durable();
      if (told === maxTold || performance.now() > until) break;
    }
    this.#durable.splice(0, told);
    this.#telling = this.#durable.length > 0;
    if (this.#telling)
      setImmediate(() => {
        this.#tell();
      });
    else this.#tellWhenIdle();
  }

  /** Commits jobs from the head of the queue. */
  #attempt(): void {
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
      this.#oneByOne(this.#waiting.splice(0, Math.max(count, 1)));
    }
  }

  /** After a failure each job gets a transaction of its own, so that only those at fault fail. */
  #oneByOne(jobs: readonly Job[]): void {
    for (const job of jobs) {
      try {
        this.#journal.begin();
        job.run();
        this.#journal.commit(1);
        this.#committed.push(job);
      } catch (error) {
        this.#journal.rollback();
        job.failed(error);
      }
    }
  }
}
