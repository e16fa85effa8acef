import type { Ledger } from '../ledger/ledger.ts';
import type { Runtime } from '../runtime/runtime.ts';

const dayMs = 86_400_000;
/** Rows of a step: a few milliseconds of the event loop. */
const step = 50;
const betweenStepsMs = 250;
const betweenRoundsMs = 3_600_000;

export interface RetentionOptions {
  readonly ledger: Pick<Ledger, 'purge'>;
  /** 0: for ever. */
  readonly keepDays: number;
  readonly runtime: Runtime;
}

/** Forgets what is old, in small steps with pauses between them. */
export class Retention {
  readonly #options: RetentionOptions;
  #forgotten = 0;
  #stopTimer: (() => void) | undefined;
  #closed = false;

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#options.keepDays > 0) this.#stepAfter(betweenStepsMs);
  }

  close(): void {
    this.#closed = true;
    this.#stopTimer?.();
  }

  #stepAfter(milliseconds: number): void {
    if (this.#closed) return;
    this.#stopTimer = this.#options.runtime.timers.after(milliseconds, () => void this.#step());
  }

  async #step(): Promise<void> {
    const { ledger, keepDays, runtime } = this.#options;
    let count = 0;
    try {
      count = await ledger.purge(runtime.now() - keepDays * dayMs, step);
    } catch (error) {
      if (!this.#closed) {
        runtime.log.warn({ reason: String(error) }, 'Old tasks cannot be forgotten now; trying again later.');
      }
    }
    this.#forgotten += count;
    if (count === 0 && this.#forgotten > 0) {
      runtime.log.info({ count: this.#forgotten, keepDays }, 'What was older than KEEP_DAYS is forgotten.');
      this.#forgotten = 0;
    }
    this.#stepAfter(count === 0 ? betweenRoundsMs : betweenStepsMs);
  }
}
