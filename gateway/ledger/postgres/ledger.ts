import { randomUUID } from 'node:crypto';

import type {
  BeginCreationResult,
  Creation,
  CreationIntent,
  Ledger,
  IncompleteTasksQuery,
} from '../ledger.ts';
import { ChangeLogReader } from './change-log-reader.ts';
import { UpdateBatcher, type Piece, updateRows } from './update-batcher.ts';
import { cleanUpIn } from './purge.ts';
import { migrate, PostgresDatabase, type Queries } from './database.ts';
import { PostgresListener } from './listener.ts';
import { reasonOf } from './errors.ts';
import { beatMs, LeaseCoordinator } from './lease-coordinator.ts';
import type { TaskUpdate, TaskRow } from '../task-row.ts';
import { rowOf, withDeletions } from '../task-record.ts';
import type { Log } from '../../runtime/runtime.ts';

/**
 * The ledger in PostgreSQL, for as many gateways as there are. What needs the database while it is away waits for it,
 * half a minute at most; then it rejects with an UNAVAILABLE ProblemError.
 *
 * @param url `postgres://…`; stands in no error and no log
 * @throws Error in one line when the database cannot be used, or stays away for a minute
 */
export async function openPostgresLedger(url: string, log: Log): Promise<Ledger> {
  const database = new PostgresDatabase(url, log);
  try {
    await migrate(url, log);
  } catch (error) {
    await database.close();
    throw error;
  }
  const ledger = new PostgresLedger(database, url, log);
  await ledger.listening;
  return ledger;
}

class PostgresLedger implements Ledger {
  readonly workCoordinator: LeaseCoordinator;
  /** Resolves when changes are told from then on. */
  readonly listening: Promise<void>;
  readonly #id = randomUUID();
  readonly #database: PostgresDatabase;
  readonly #log: Log;
  readonly #news: UpdateBatcher;
  readonly #changes: ChangeLogReader;
  readonly #session: PostgresListener;
  readonly #listeners = new Set<(row: TaskRow) => void>();
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #beginning = new Map<string, Promise<unknown>>();
  #closed: Promise<void> | undefined;

  constructor(database: PostgresDatabase, url: string, log: Log) {
    this.#database = database;
    this.#log = log;
    this.#news = new UpdateBatcher(database);
    this.workCoordinator = new LeaseCoordinator(this.#id, database, log);
    this.#changes = new ChangeLogReader((row) => {
      for (const listener of this.#listeners) listener(row);
    });
    const listening = Promise.withResolvers<undefined>();
    this.listening = listening.promise;
    this.#session = new PostgresListener({
      url,
      log,
      beatMs,
      begun: async (queries) => {
        this.workCoordinator.tellAnew();
        await this.#changes.begin(queries);
        listening.resolve(undefined);
      },
      beat: async (queries) => {
        // Whatever a notification should have told.
        await this.#changes.read(queries);
        await this.workCoordinator.beat(queries);
      },
      heard: (payload) => {
        this.#heard(payload);
      },
      ended: () => {
        this.#changes.release();
      },
    });
  }

  isUp(): boolean {
    return this.#session.queries !== undefined && !this.#database.troubled;
  }

  beginCreation(intention: CreationIntent): Promise<BeginCreationResult> {
    // In the order of the calls, as one gateway alone has it.
    const { externalId } = intention;
    const before = this.#beginning.get(externalId) ?? Promise.resolve();
    const since = performance.now();
    const begun = this.#do(async () => {
      await before;
      return await this.#database.transaction((queries) => beginIn(queries, intention, this.#id), since);
    });
    const settled = begun.then(
      () => undefined,
      () => undefined,
    );
    this.#beginning.set(externalId, settled);
    void settled.then(() => {
      if (this.#beginning.get(externalId) === settled) this.#beginning.delete(externalId);
    });
    return begun;
  }

  async recordCreated(externalId: string, news: TaskUpdate, at: number): Promise<TaskRow> {
    return known(await this.#take({ externalId, news, at }));
  }

  releaseCreation(externalId: string): Promise<void> {
    return this.#do(() =>
      this.#database.transaction(async (queries) => {
        const { numDeletedRows } = await queries
          .deleteFrom('creations')
          .where('external_id', '=', externalId)
          .where('acquired_by', '=', this.#id)
          .executeTakeFirstOrThrow();
        if (numDeletedRows === 0n) return;
        await queries.deleteFrom('callback_tokens').where('external_id', '=', externalId).execute();
      }),
    );
  }

  recordNotCreated(externalId: string): Promise<void> {
    return this.#query(async (queries) => {
      await queries
        .updateTable('creations')
        .set({ state: 'NOT_CREATED', in_progress: 0 })
        .where('external_id', '=', externalId)
        .where('state', '=', 'UNRESOLVED')
        // Another gateway may have taken it over, and may be asking Kling right now.
        .where('acquired_by', '=', this.#id)
        .execute();
    });
  }

  findCreationByToken(tokenHash: string): Promise<Creation | undefined> {
    return this.#query(async (queries) => {
      const found = await queries
        .selectFrom('callback_tokens')
        .innerJoin('creations', 'creations.external_id', 'callback_tokens.external_id')
        .select(['creations.external_id', 'creations.task_id', 'creations.requested_by'])
        .where('callback_tokens.hash', '=', tokenHash)
        .executeTakeFirst();
      return (
        found && { externalId: found.external_id, taskId: found.task_id, requestedBy: found.requested_by }
      );
    });
  }

  unresolvedCreations(): Promise<string[]> {
    return this.#query(async (queries) => {
      const found = await queries
        .selectFrom('creations')
        .select('external_id')
        .where('state', '=', 'UNRESOLVED')
        .execute();
      return found.map((row) => row.external_id);
    });
  }

  async record(news: TaskUpdate, at: number): Promise<TaskRow> {
    return known(await this.#take({ news, at }));
  }

  async updateKnown(news: readonly TaskUpdate[]): Promise<void> {
    await Promise.all(news.map((one) => this.#take({ news: one, at: 0, onlyKnown: true })));
  }

  find(key: string): Promise<TaskRow | undefined> {
    return this.#query(async (queries) => {
      const stored = await queries
        .selectFrom('tasks')
        .selectAll()
        .where((row) => row.or([row('id', '=', key), row('external_id', '=', key)]))
        .orderBy((row) => row('id', '=', key), 'desc')
        .orderBy('recorded_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return stored && rowOf(stored);
    });
  }

  findByElement(elementId: string): Promise<TaskRow | undefined> {
    return this.#query(async (queries) => {
      const stored = await queries
        .selectFrom('elements')
        .innerJoin('tasks', 'tasks.id', 'elements.task_id')
        .selectAll('tasks')
        .where('elements.id', '=', elementId)
        .executeTakeFirst();
      return stored && rowOf(stored);
    });
  }

  markElementDeleted(elementId: string): Promise<void> {
    return this.#do(() =>
      this.#database.transaction(async (queries) => {
        const stored = await queries
          .selectFrom('tasks')
          .selectAll()
          .where('id', '=', (element) =>
            element.selectFrom('elements').select('task_id').where('elements.id', '=', elementId),
          )
          .forUpdate()
          .executeTakeFirst();
        await queries
          .insertInto('elements')
          .values({ id: elementId, task_id: stored?.id ?? null, deleted: 1 })
          .onConflict((conflict) => conflict.column('id').doUpdateSet({ deleted: 1 }))
          .execute();
        if (stored === undefined) return;
        const row = rowOf(stored);
        await updateRows(queries, [{ ...row, task: withDeletions(row.task, (id) => id === elementId) }]);
      }),
    );
  }

  incompleteTasks({ recordedSince, after, limit }: IncompleteTasksQuery): Promise<TaskRow[]> {
    return this.#query(async (queries) => {
      const stored = await queries
        .selectFrom('tasks')
        .selectAll()
        .where('complete', '=', 0)
        .where('created_here', '=', 1)
        .where('id', '>', after)
        .where('recorded_at', '>=', recordedSince)
        .orderBy('id')
        .limit(limit)
        .execute();
      return stored.map((row) => rowOf(row));
    });
  }

  purge(before: number, limit: number): Promise<number> {
    return this.#do(() => this.#database.transaction((queries) => cleanUpIn(queries, before, limit)));
  }

  onChange(listener: (row: TaskRow) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    if (!this.isUp()) this.#database.stopWaiting();
    await Promise.allSettled(this.#underWay);
    this.workCoordinator.stop();
    await this.#session.close();
    if (!this.#database.troubled) {
      await this.workCoordinator.leave(this.#database.queries).catch((error: unknown) => {
        this.#log.debug({ reason: reasonOf(error) }, 'The lease could not be given back; it will run out.');
      });
    }
    await this.#database.close();
  }

  /** Resolves when the row is durable and, unless the connection is lost, its changes have been told here. */
  #take(piece: Piece): Promise<TaskRow | undefined> {
    return this.#do(async () => {
      const { row, change } = await this.#news.add(piece);
      const { queries } = this.#session;
      if (change !== undefined && queries !== undefined) {
        const reached = this.#changes.reached(change);
        this.#read(queries);
        await reached;
      }
      return row;
    });
  }

  #query<Result>(query: (queries: Queries) => Promise<Result>): Promise<Result> {
    return this.#do(() => this.#database.patiently(() => query(this.#database.queries)));
  }

  async #do<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#closed !== undefined) throw new Error('The ledger is closed.');
    const doing = work();
    this.#underWay.add(doing);
    try {
      return await doing;
    } finally {
      this.#underWay.delete(doing);
    }
  }

  #heard(payload: string): void {
    if (payload !== '') {
      this.workCoordinator.heard(payload);
      return;
    }
    const { queries } = this.#session;
    if (queries !== undefined) this.#read(queries);
  }

  #read(queries: Queries): void {
    this.#changes.read(queries).catch(() => {
      // The connection is lost, which it says itself, and what was missed is read over the next one.
      this.#changes.release();
    });
  }
}

function known(row: TaskRow | undefined): TaskRow {
  if (row === undefined) throw new Error('News was taken in, and there is no row.');
  return row;
}

/** @param gatewayId this gateway */
async function beginIn(
  queries: Queries,
  intention: CreationIntent,
  gatewayId: string,
): Promise<BeginCreationResult> {
  const { externalId, fingerprint, requestedBy, tokenHash, at } = intention;
  const asked = {
    external_id: externalId,
    fingerprint,
    state: 'UNRESOLVED',
    task_id: null,
    requested_by: requestedBy,
  } as const;
  const { numInsertedOrUpdatedRows } = await queries
    .insertInto('creations')
    .values({ ...asked, created_at: at, acquired_by: gatewayId, in_progress: 1 })
    .onConflict((conflict) => conflict.column('external_id').doNothing())
    .executeTakeFirstOrThrow();
  const isNew = numInsertedOrUpdatedRows === 1n;
  let free = isNew;
  if (!isNew) {
    const before = await queries
      .selectFrom('creations')
      .selectAll()
      .where('external_id', '=', externalId)
      .forUpdate()
      .executeTakeFirst();
    // Refused in between: from the start again.
    if (before === undefined) return await beginIn(queries, intention, gatewayId);
    // Where nothing was made, another input may have the external id.
    free = before.state === 'NOT_CREATED';
    if (!free && before.fingerprint !== fingerprint) return { state: 'DIFFERENT_INPUT' };
    const made =
      before.task_id === null
        ? undefined
        : await queries.selectFrom('tasks').selectAll().where('id', '=', before.task_id).executeTakeFirst();
    if (made !== undefined) return { state: 'CREATED', row: rowOf(made) };
    if (before.state === 'UNRESOLVED' && before.in_progress === 1 && before.acquired_by !== gatewayId) {
      if (await isAlive(queries, before.acquired_by)) return { state: 'IN_PROGRESS' };
    }
    await queries
      .updateTable('creations')
      .set({ ...asked, acquired_by: gatewayId, in_progress: 1 })
      .where('external_id', '=', externalId)
      .execute();
  }
  // A repeat has a token of its own; Kling may have been given the earlier one.
  if (tokenHash !== null) {
    await queries
      .insertInto('callback_tokens')
      .values({ hash: tokenHash, external_id: externalId })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  return { state: free ? 'NEW' : 'UNRESOLVED' };
}

async function isAlive(queries: Queries, gateway: string | null): Promise<boolean> {
  if (gateway === null) return false;
  const found = await queries
    .selectFrom('gateways')
    .select('id')
    .where('id', '=', gateway)
    .where('lease_expires_at', '>', (row) => row.fn<Date>('now', []))
    .executeTakeFirst();
  return found !== undefined;
}
