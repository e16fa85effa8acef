import { ProblemError } from '@kling-elements/validation';
import { sql, type Transaction } from 'kysely';

import type { PostgresDatabase } from './database.ts';
import type { PostgresTables } from './migrations.ts';
import { channel } from './listener.ts';
import { WriteConflictError } from './errors.ts';
import { advance, type TaskUpdate, type TaskRow } from '../task-row.ts';
import { replacedColumns, rowOf, storedOf, withDeletions } from '../task-record.ts';

/** The most updates in one transaction. */
const batchSize = 200;

/** Taken before changes are numbered and kept until the commit, so that numbers are in commit order. */
const numberingLock = 7_163_842_902;

/** An update of a task, to be written. */
export interface PendingUpdate {
  readonly update: TaskUpdate;
  /** Unix milliseconds, for a row that is new. */
  readonly at: number;
  /** The create whose result it is. */
  readonly externalId?: string;
  /** Ignored where the task has no row. */
  readonly onlyKnown?: true;
}

interface Waiting {
  readonly pending: PendingUpdate;
  readonly since: number;
  readonly resolve: (written: WrittenUpdate) => void;
  readonly reject: (error: unknown) => void;
}

export interface WrittenUpdate {
  /** Undefined where the task has no row and the update was for known tasks only. */
  readonly row: TaskRow | undefined;
  /** Of the last change in the same transaction; undefined when nothing changed. */
  readonly sequence: number | undefined;
}

/**
 * Writes updates in batches: those that are waiting share one transaction of a few round trips, in the order of their
 * arrival.
 */
export class UpdateBatcher {
  readonly #database: PostgresDatabase;
  readonly #waiting: Waiting[] = [];
  #isWriting = false;

  constructor(database: PostgresDatabase) {
    this.#database = database;
  }

  add(pending: PendingUpdate): Promise<WrittenUpdate> {
    const { promise, resolve, reject } = Promise.withResolvers<WrittenUpdate>();
    this.#waiting.push({ pending, since: performance.now(), resolve, reject });
    if (!this.#isWriting) void this.#writeAll();
    return promise;
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    // Updates of the same turn share a transaction.
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#write(this.#waiting.splice(0, batchSize));
    this.#isWriting = false;
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    const updates = batch.map(({ pending }) => pending);
    try {
      const written = await this.#database.transaction(
        (queries) => writeUpdates(queries, updates),
        batch[0]?.since,
      );
      batch.forEach(({ resolve }, index) => {
        resolve(written[index] ?? { row: undefined, sequence: undefined });
      });
    } catch (error) {
      if (batch.length === 1 || error instanceof ProblemError) {
        for (const { reject } of batch) reject(error);
        return;
      }
      // One that cannot be written must not fail the others.
      for (const one of batch) await this.#write([one]);
    }
  }
}

type Queries = Transaction<PostgresTables>;

/** Advances the rows, update by update, and appends to the change log. Rows are locked in the order of their IDs. */
async function writeUpdates(queries: Queries, updates: readonly PendingUpdate[]): Promise<WrittenUpdate[]> {
  const rows = await lockedRows(queries, updates);
  const isDeleted = await deletedElements(queries, updates);
  const isNew = new Set<string>();
  const advanced = new Map<string, TaskRow>();
  const changes: { task_id: string; row: string }[] = [];
  const results = updates.map(({ update, at, externalId, onlyKnown }): TaskRow | undefined => {
    const { id } = update.task;
    const before = rows.get(id);
    if (before === undefined && onlyKnown) return undefined;
    const task = withDeletions(update.task, isDeleted);
    const row = advance(before, { ...update, task }, { createdHere: externalId !== undefined, at });
    if (row === before) return row;
    if (before === undefined) isNew.add(id);
    rows.set(id, row);
    advanced.set(id, row);
    if (row.version > (before?.version ?? 0)) changes.push({ task_id: id, row: JSON.stringify(row) });
    return row;
  });

  const all = [...advanced.values()];
  await insertRows(
    queries,
    all.filter(({ task }) => isNew.has(task.id)),
  );
  await updateRows(
    queries,
    all.filter(({ task }) => !isNew.has(task.id)),
  );
  await writeElements(queries, all);
  for (const { update, externalId } of updates) {
    if (externalId !== undefined) await recordCreated(queries, externalId, update.task.id);
  }
  const sequence = await writeChanges(queries, changes);
  return results.map((row) => ({ row, sequence }));
}

async function lockedRows(
  queries: Queries,
  updates: readonly PendingUpdate[],
): Promise<Map<string, TaskRow>> {
  const ids = [...new Set(updates.map(({ update }) => update.task.id))];
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
  updates: readonly PendingUpdate[],
): Promise<(elementId: string) => boolean> {
  const ids = [...new Set(updates.flatMap(({ update }) => update.task.elements.map(({ id }) => id)))];
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
  if (inserted.length < rows.length)
    throw new WriteConflictError('Another gateway has just recorded the task.');
}

/** The rows exist and are locked: every insert becomes an update. */
export async function updateRows(queries: Queries, rows: readonly TaskRow[]): Promise<void> {
  if (rows.length === 0) return;
  await queries
    .insertInto('tasks')
    .values(rows.map((row) => storedOf(row)))
    .onConflict((conflict) => conflict.column('id').doUpdateSet((row) => replacedColumns(row)))
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

async function recordCreated(queries: Queries, externalId: string, taskId: string): Promise<void> {
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
