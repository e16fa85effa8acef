import { LRUCache } from 'lru-cache';

import type { TaskRow } from '../task-row.ts';

/** About 1.5 KB each. */
const maxRows = 10_000;

/**
 * The most recently used rows, so that they are not read from the database again. Readers see only what is durable;
 * writers also see what has been written but is not durable yet. As long as a row does not change, everyone gets the
 * same object.
 */
export class RowCache {
  readonly #durable = new LRUCache<string, TaskRow>({ max: maxRows });
  /** IDs of rows, by the external IDs under which they were found. */
  readonly #ids = new LRUCache<string, string>({ max: maxRows });
  /** Rows that have been written but are not durable yet; null for a deleted one. */
  readonly #written = new Map<string, TaskRow | null>();
  /** What `#written` contained before the current transaction, for a rollback. */
  #previous: [id: string, row: TaskRow | null | undefined][] = [];

  /** A durable row. @param key its ID or external ID */
  get(key: string): TaskRow | undefined {
    const row = this.#durable.get(key);
    if (row !== undefined) return row;
    const id = this.#ids.get(key);
    return id === undefined ? undefined : this.#durable.get(id);
  }

  /** A row as writers see it: null if it was deleted, undefined if it is not in memory. */
  getNewest(id: string): TaskRow | null | undefined {
    const written = this.#written.get(id);
    return written === undefined ? this.#durable.get(id) : written;
  }

  /** Whether a change of the row has been written but is not durable yet. */
  isPending(id: string): boolean {
    return this.#written.has(id);
  }

  /** Adds a row that was read from the database and has no pending change. @param key the ID or external ID it was found by */
  add(row: TaskRow, key: string): void {
    this.#durable.set(row.task.id, row);
    if (key !== row.task.id) this.#ids.set(key, row.task.id);
  }

  begin(): void {
    this.#previous = [];
  }

  /** Within a transaction. @param row null if it was deleted */
  write(id: string, row: TaskRow | null): void {
    this.#previous.push([id, this.#written.get(id)]);
    this.#written.set(id, row);
  }

  rollback(): void {
    for (const [id, row] of this.#previous.reverse()) {
      if (row === undefined) this.#written.delete(id);
      else this.#written.set(id, row);
    }
    this.#previous = [];
  }

  /** A written row has become durable. Called in the order of the writes. */
  markDurable(id: string, row: TaskRow | null): void {
    if (this.#written.get(id) === row) this.#written.delete(id);
    const before = this.#durable.peek(id);
    if (row === null) this.#durable.delete(id);
    else this.#durable.set(id, row);
    // Its ID or external ID may identify another task now.
    if (before === undefined || before.task.externalId !== row?.task.externalId) {
      this.#ids.delete(id);
      for (const task of [before?.task, row?.task])
        if (task?.externalId != null) this.#ids.delete(task.externalId);
    }
  }
}
