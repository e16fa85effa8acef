import type { Change } from '../../ledger/change.ts';
import type { Ledger } from '../../ledger/ledger.ts';

/** Changes kept in memory: enough for clients that were away for a moment. */
const keptChanges = 200;
/** Changes read from the log at a time. */
const pageSize = 50;

/**
 * The changes before now, for subscribers that continue behind an earlier one or cannot keep up: the newest from
 * memory, so that all subscribers share them, the others from the log.
 */
export class ChangeHistory {
  readonly #log: Pick<Ledger, 'changesAfter'>;
  #recent: Change[] = [];
  /** `#recent` has every change after this sequence number. */
  #recentAfter = Infinity;
  /** Reads in progress, by where they start. */
  readonly #reads = new Map<number, Promise<Change[]>>();

  constructor(log: Pick<Ledger, 'changesAfter'>) {
    this.#log = log;
  }

  /** Each change, in order. */
  add(change: Change): void {
    if (this.#recent.length === 0) this.#recentAfter = change.sequence - 1;
    this.#recent.push(change);
    // Rarely, as it copies what is kept.
    if (this.#recent.length < 2 * keptChanges) return;
    this.#recent = this.#recent.slice(-keptChanges);
    this.#recentAfter = (this.#recent[0]?.sequence ?? Infinity) - 1;
  }

  /**
   * The next changes, in order. None: there are no more for now.
   *
   * @param sequence reads what comes after this
   */
  async after(sequence: number): Promise<readonly Change[]> {
    if (sequence >= this.#recentAfter) {
      const next = this.#recent.findIndex((change) => change.sequence > sequence);
      return next === -1 ? [] : this.#recent.slice(next, next + pageSize);
    }
    let read = this.#reads.get(sequence);
    if (read === undefined) {
      read = this.#log.changesAfter(sequence, pageSize).finally(() => this.#reads.delete(sequence));
      this.#reads.set(sequence, read);
    }
    return read;
  }
}
