import { LRUCache } from 'lru-cache';

import type { TaskRow } from '../task-row.ts';

/** About 1.5 KB each. */
const mostRows = 10_000;

/**
 * The rows that were read or written last, so that they are not read again. Readers see what is durable, writers what
 * is written, by them or before them. While a row is unchanged it is the same object for all.
 */
export class RowCache {
  readonly #durable = new LRUCache<string, TaskRow>({ max: mostRows });
  /** The ids of rows that were found by their external ids. */
  readonly #ids = new LRUCache<string, string>({ max: mostRows });
  /** Rows that are not durable yet, as they will be; null for one that is forgotten. */
  readonly #written = new Map<string, TaskRow | null>();
  /** What `#written` had before the transaction. */
  #before: [id: string, row: TaskRow | null | undefined][] = [];

  /** A durable row. @param key its id or external id */
  get(key: string): TaskRow | undefined {
    const row = this.#durable.get(key);
    if (row !== undefined) return row;
    const id = this.#ids.get(key);
    return id === undefined ? undefined : this.#durable.get(id);
  }

  /** A row as writers see it: null when it was forgotten, undefined when only the database knows. */
  newest(id: string): TaskRow | null | undefined {
    const written = this.#written.get(id);
    return written === undefined ? this.#durable.get(id) : written;
  }

  /** Whether there is more to a row than is durable. */
  isUnderWay(id: string): boolean {
    return this.#written.has(id);
  }

  /** A row as the database has it, that is not under way. @param key what it was found by */
  read(row: TaskRow, key: string): void {
    this.#durable.set(row.task.id, row);
    if (key !== row.task.id) this.#ids.set(key, row.task.id);
  }

  begin(): void {
    this.#before = [];
  }

  /** Within a transaction. */
  write(id: string, row: TaskRow | null): void {
    this.#before.push([id, this.#written.get(id)]);
    this.#written.set(id, row);
  }

  rollback(): void {
    for (const [id, row] of this.#before.reverse()) {
      if (row === undefined) this.#written.delete(id);
      else this.#written.set(id, row);
    }
    this.#before = [];
  }

  /** What was written is durable, in the order of the writing. */
  flushed(id: string, row: TaskRow | null): void {
    if (this.#written.get(id) === row) this.#written.delete(id);
    const before = this.#durable.peek(id);
    if (row === null) this.#durable.delete(id);
    else this.#durable.set(id, row);
    // Another task may be the one that its id or external id stands for now.
    if (before === undefined || before.task.externalId !== row?.task.externalId) {
      this.#ids.delete(id);
      for (const task of [before?.task, row?.task])
        if (task?.externalId != null) this.#ids.delete(task.externalId);
    }
  }
}
