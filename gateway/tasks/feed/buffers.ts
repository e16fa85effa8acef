import type { TaskStatus } from '@kling-elements/validation';

import type { Backlog } from './subscriber-channel.ts';
import type { TaskRow } from '../../ledger/task-row.ts';

/**
 * The states of one task, in order, without repeats. A status only moves forward, so there are never more waiting
 * than a task has statuses.
 */
export class EveryState implements Backlog<TaskRow> {
  readonly #waiting: TaskRow[] = [];
  #newest = 0;

  add(row: TaskRow): number {
    if (row.version <= this.#newest) return 0;
    this.#newest = row.version;
    this.#waiting.push(row);
    return 0;
  }

  take(): TaskRow | undefined {
    return this.#waiting.shift();
  }

  get size(): number {
    return this.#waiting.length;
  }
}

/**
 * The newest state of each task, in the order in which the tasks changed first. A task whose newest status is not
 * wanted is left out.
 */
export class NewestStates implements Backlog<TaskRow> {
  readonly #statuses: readonly TaskStatus[] | undefined;
  readonly #waiting = new Map<string, TaskRow>();

  constructor(statuses: readonly TaskStatus[] | undefined) {
    this.#statuses = statuses;
  }

  add(row: TaskRow): number {
    const { id, status } = row.task;
    const replaced = this.#waiting.has(id) ? 1 : 0;
    if (this.#statuses === undefined || this.#statuses.includes(status)) this.#waiting.set(id, row);
    else this.#waiting.delete(id);
    return replaced;
  }

  take(): TaskRow | undefined {
    const first = this.#waiting.values().next();
    if (first.done === true) return undefined;
    this.#waiting.delete(first.value.task.id);
    return first.value;
  }

  get size(): number {
    return this.#waiting.size;
  }
}
