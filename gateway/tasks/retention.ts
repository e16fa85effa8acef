import type { Ledger } from '../ledger/ledger.ts';
import type { Runtime } from '../runtime/runtime.ts';

const dayMs = 86_400_000;
/** Tasks deleted at a time: a few milliseconds of the event loop. */
const batch = 50;
const betweenBatchesMs = 250;
const betweenRoundsMs = 3_600_000;

export interface RetentionOptions {
  readonly ledger: Pick<Ledger, 'purge'>;
  /** 0: forever. */
  readonly keepDays: number;
  readonly runtime: Runtime;
}

/**
 * Deletes old tasks and creations from the ledger, in small batches with pauses between them. Several gateways on one
 * ledger all do so: each row is deleted by one of them, and costs the others nothing.
 */
export class Retention {
  readonly #options: RetentionOptions;
  #deleted = 0;
  #stopTimer: (() => void) | undefined;
  #isClosed = false;

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#options.keepDays > 0) this.#scheduleBatch(betweenBatchesMs);
  }

  close(): void {
    this.#isClosed = true;
    this.#stopTimer?.();
  }

  #scheduleBatch(milliseconds: number): void {
    if (this.#isClosed) return;
    this.#stopTimer = this.#options.runtime.timers.after(milliseconds, () => void this.#deleteBatch());
  }

  async #deleteBatch(): Promise<void> {
    const { ledger, keepDays, runtime } = this.#options;
    let count = 0;
    try {
      count = await ledger.purge(runtime.now() - keepDays * dayMs, batch);
    } catch (error) {
      if (!this.#isClosed) {
        runtime.log.warn({ reason: String(error) }, 'Could not delete old tasks. Retrying later.');
      }
    }
    this.#deleted += count;
    if (count === 0 && this.#deleted > 0) {
      runtime.log.info({ count: this.#deleted, keepDays }, 'Deleted tasks older than KEEP_DAYS.');
      this.#deleted = 0;
    }
    this.#scheduleBatch(count === 0 ? betweenRoundsMs : betweenBatchesMs);
  }
}
