import { ProblemError } from '@kling-elements/validation';
import { sql, type Transaction } from 'kysely';

import type { PostgresDatabase } from './database.ts';
import type { PostgresTables } from './migrations.ts';
import { channel } from './listener.ts';
import { Overtaken } from './errors.ts';
import { advance, type TaskUpdate, type TaskRow } from '../task-row.ts';
import { replacing, rowOf, storedOf, withDeletions } from '../task-record.ts';

/** At most so many pieces of news in one transaction. */
const maxNews = 200;

/** Held from the numbering of changes to the commit, so that numbers are in the order of the commits. */
const numberingLock = 7_163_842_902;

/** News of a task, on its way into the rows. */
export interface Piece {
  readonly news: TaskUpdate;
  /** Unix milliseconds, for a row that is new. */
  readonly at: number;
  /** The create whose outcome it is. */
  readonly externalId?: string;
  /** Nothing is to be made of it where there is no row. */
  readonly onlyKnown?: true;
}

interface Waiting {
  readonly piece: Piece;
  readonly since: number;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

/** What became of a piece of news. */
export interface Outcome {
  /** Undefined only where the news was for known tasks only. */
  readonly row: TaskRow | undefined;
  /** The number of the last change that was written together with it; undefined when there was none. */
  readonly change: number | undefined;
}

/**
 * Group commit: what is waiting goes into one transaction of a few round trips, however much it is, in the order of
 * its arrival.
 */
export class UpdateBatcher {
  readonly #database: PostgresDatabase;
  readonly #waiting: Waiting[] = [];
  #working = false;

  constructor(database: PostgresDatabase) {
    this.#database = database;
  }

  add(piece: Piece): Promise<Outcome> {
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
    this.#waiting.push({ piece, since: performance.now(), resolve, reject });
    if (!this.#working) void this.#work();
    return promise;
  }

  async #work(): Promise<void> {
    this.#working = true;
    // What comes in the same turn goes together.
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#take(this.#waiting.splice(0, maxNews));
    this.#working = false;
  }

  async #take(batch: readonly Waiting[]): Promise<void> {
    const pieces = batch.map(({ piece }) => piece);
    try {
      const outcomes = await this.#database.transaction(
        (queries) => takeAll(queries, pieces),
        batch[0]?.since,
      );
      batch.forEach(({ resolve }, index) => {
        resolve(outcomes[index] ?? { row: undefined, change: undefined });
      });
    } catch (error) {
      if (batch.length === 1 || error instanceof ProblemError) {
        for (const { reject } of batch) reject(error);
        return;
      }
      // One at fault must not take the others with it.
      for (const one of batch) await this.#take([one]);
    }
  }
}

type Queries = Transaction<PostgresTables>;

/** News into rows, piece by piece as `advance` has it, and into the changes. Rows are locked in the order of ids. */
async function takeAll(queries: Queries, pieces: readonly Piece[]): Promise<Outcome[]> {
  const rows = await lockedRows(queries, pieces);
  const isDeleted = await deletedElements(queries, pieces);
  const isNew = new Set<string>();
  const moved = new Map<string, TaskRow>();
  const changes: { task_id: string; row: string }[] = [];
  const results = pieces.map(({ news, at, externalId, onlyKnown }): TaskRow | undefined => {
    const { id } = news.task;
    const before = rows.get(id);
    if (before === undefined && onlyKnown) return undefined;
    const task = withDeletions(news.task, isDeleted);
    const row = advance(before, { ...news, task }, { createdHere: externalId !== undefined, at });
    if (row === before) return row;
    if (before === undefined) isNew.add(id);
    rows.set(id, row);
    moved.set(id, row);
    if (row.version > (before?.version ?? 0)) changes.push({ task_id: id, row: JSON.stringify(row) });
    return row;
  });

  const all = [...moved.values()];
  await insertRows(
    queries,
    all.filter(({ task }) => isNew.has(task.id)),
  );
  await updateRows(
    queries,
    all.filter(({ task }) => !isNew.has(task.id)),
  );
  await writeElements(queries, all);
  for (const { news, externalId } of pieces) {
    if (externalId !== undefined) await creationMade(queries, externalId, news.task.id);
  }
  const change = await writeChanges(queries, changes);
  return results.map((row) => ({ row, change }));
}

async function lockedRows(queries: Queries, pieces: readonly Piece[]): Promise<Map<string, TaskRow>> {
  const ids = [...new Set(pieces.map(({ news }) => news.task.id))];
  const stored = await queries
    .selectFrom('tasks')
    .selectAll()
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute();
  return new Map(stored.map((row) => [row.id, rowOf(row)]));
}

async function deletedElements(
  queries: Queries,
  pieces: readonly Piece[],
): Promise<(elementId: string) => boolean> {
  const ids = [...new Set(pieces.flatMap(({ news }) => news.task.elements.map(({ id }) => id)))];
  if (ids.length === 0) return () => false;
  const found = await queries
    .selectFrom('elements')
    .select('id')
    .where('id', 'in', ids)
    .where('deleted', '=', 1)
    .execute();
  const deleted = new Set(found.map(({ id }) => id));
  return (id) => deleted.has(id);
}

async function insertRows(queries: Queries, rows: readonly TaskRow[]): Promise<void> {
  if (rows.length === 0) return;
  const inserted = await queries
    .insertInto('tasks')
    .values(rows.map((row) => storedOf(row)))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .execute();
  if (inserted.length < rows.length) throw new Overtaken('Another gateway has just recorded the task.');
}

/** They are there and locked: each insert meets its row. */
export async function updateRows(queries: Queries, rows: readonly TaskRow[]): Promise<void> {
  if (rows.length === 0) return;
  await queries
    .insertInto('tasks')
    .values(rows.map((row) => storedOf(row)))
    .onConflict((conflict) => conflict.column('id').doUpdateSet((row) => replacing(row)))
    .execute();
}

async function writeElements(queries: Queries, rows: readonly TaskRow[]): Promise<void> {
  const elements = new Map(
    rows.flatMap(({ task }) =>
      task.elements.map(({ id, deleted }) => [
        id,
        { id, task_id: task.id, deleted: deleted ? (1 as const) : (0 as const) },
      ]),
    ),
  );
  if (elements.size === 0) return;
  await queries
    .insertInto('elements')
    .values([...elements.values()].sort((one, other) => (one.id < other.id ? -1 : 1)))
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((row) => ({
        task_id: row.ref('excluded.task_id'),
        deleted: row.fn<0 | 1>('greatest', ['elements.deleted', 'excluded.deleted']),
      })),
    )
    .execute();
}

async function creationMade(queries: Queries, externalId: string, taskId: string): Promise<void> {
  await queries
    .updateTable('creations')
    .set({ state: 'CREATED', task_id: taskId, in_progress: 0 })
    .where('external_id', '=', externalId)
    .execute();
}

async function writeChanges(
  queries: Queries,
  changes: { task_id: string; row: string }[],
): Promise<number | undefined> {
  if (changes.length === 0) return undefined;
  await sql`select pg_advisory_xact_lock(${numberingLock})`.execute(queries);
  const written = await queries.insertInto('changes').values(changes).returning('sequence').execute();
  await sql`select pg_notify(${channel}, '')`.execute(queries);
  return Math.max(...written.map(({ sequence }) => sequence));
}
