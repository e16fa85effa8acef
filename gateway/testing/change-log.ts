import type { Change } from '../ledger/change.ts';
import type { TaskRow } from '../ledger/task-row.ts';

/** A change log in memory. */
export class ChangeLog {
  readonly changes: Change[] = [];
  /** How often it was read. */
  reads = 0;

  /** @returns the change, to be published */
  add(row: TaskRow): Change {
    const sequence = this.changes.length + 1;
    const change = { sequence, at: sequence, row };
    this.changes.push(change);
    return change;
  }

  changesAfter(sequence: number, limit: number): Promise<Change[]> {
    this.reads += 1;
    return Promise.resolve(this.changes.slice(sequence, sequence + limit));
  }
}
