import type { Queries } from './database.ts';
import type { TaskRow } from '../task-row.ts';

/** Changes read at a time. */
const slice = 500;

/** Follows the table of changes: every change once, in the order of the commits, whoever wrote it. */
export class ChangeLogReader {
  readonly #tell: (row: TaskRow) => void;
  #cursor = -1;
  #reading: Promise<void> | undefined;
  #again = false;
  readonly #waiting = new Set<{ readonly change: number; readonly resolve: () => void }>();

  constructor(tell: (row: TaskRow) => void) {
    this.#tell = tell;
  }

  /** The first time it begins with what comes from now on; later with what was missed. */
  async begin(queries: Queries): Promise<void> {
    if (this.#cursor >= 0) {
      await this.read(queries);
      return;
    }
    const { newest } = await queries
      .selectFrom('changes')
      .select(({ fn }) => fn.max<number | null>('sequence').as('newest'))
      .executeTakeFirstOrThrow();
    this.#cursor = newest ?? 0;
  }

  /** Reads what there is. One reading at a time; who comes meanwhile is served by the next. */
  async read(queries: Queries): Promise<void> {
    if (this.#reading !== undefined) {
      this.#again = true;
      await this.#reading;
      return;
    }
    const reading = this.#readAll(queries, () => {
      if (this.#reading === reading) this.#reading = undefined;
    });
    this.#reading = reading;
    await reading;
  }

  /** Resolves when a change has been told, or there is no telling when that will be. */
  reached(change: number): Promise<void> {
    if (change <= this.#cursor) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.add({ change, resolve });
    });
  }

  /** The connection is lost: nobody is to wait for changes, or for a reading that goes on over it. */
  release(): void {
    this.#reading = undefined;
    for (const { resolve } of this.#waiting) resolve();
    this.#waiting.clear();
  }

  /** @param done called in the same turn in which it last looked whether somebody wants more */
  async #readAll(queries: Queries, done: () => void): Promise<void> {
    try {
      for (let more = this.#cursor >= 0; more;) {
        this.#again = false;
        const found = await queries
          .selectFrom('changes')
          .select(['sequence', 'row'])
          .where('sequence', '>', this.#cursor)
          .orderBy('sequence')
          .limit(slice)
          .execute();
        for (const { sequence, row } of found) this.#take(sequence, row);
        for (const waiting of this.#waiting) {
          if (waiting.change > this.#cursor) continue;
          this.#waiting.delete(waiting);
          waiting.resolve();
        }
        more = found.length === slice || this.#again;
      }
    } finally {
      done();
    }
  }

  #take(change: number, row: string): void {
    // A reading whose connection was given up may still come to its end; it must not tell again.
    if (change <= this.#cursor) return;
    this.#cursor = change;
    this.#tell(JSON.parse(row) as TaskRow);
  }
}
