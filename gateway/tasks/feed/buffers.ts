import type { Change } from '../../ledger/change.ts';
import type { TaskRow } from '../../ledger/task-row.ts';
import type { Backlog } from './subscriber-channel.ts';

/**
 * The states of one task, in order, without repeats. A status only moves forward, so there are never more waiting
 * than a task has statuses.
 */
export class EveryState implements Backlog<TaskRow> {
  readonly #waiting: TaskRow[] = [];
  #newest = 0;

  add(row: TaskRow): void {
    if (row.version <= this.#newest) return;
    this.#newest = row.version;
    this.#waiting.push(row);
  }

  take(): TaskRow | undefined {
    return this.#waiting.shift();
  }

  get size(): number {
    return this.#waiting.length;
  }
}

/** Changes in the order of the log. Whoever adds them sees to it that there are not too many. */
export class ChangesInOrder implements Backlog<Change> {
  readonly #waiting: Change[] = [];

  add(change: Change): void {
    this.#waiting.push(change);
  }

  take(): Change | undefined {
    return this.#waiting.shift();
  }

  get size(): number {
    return this.#waiting.length;
  }
}
