import { randomUUID } from 'node:crypto';

import type {
  BeginCreationResult,
  Creation,
  CreationIntent,
  Ledger,
  IncompleteTasksQuery,
} from '../ledger.ts';
import type { Change, ChangePosition } from '../change.ts';
import { changesAfter, hasChange, newestChange } from './change-log.ts';
import { ChangeLogReader } from './change-log-reader.ts';
import { type PendingUpdate, UpdateBatcher, updateRows } from './update-batcher.ts';
import { purgeIn } from './purge.ts';
import { migrate, PostgresDatabase, type Queries } from './database.ts';
import { PostgresListener } from './listener.ts';
import { reasonOf } from './errors.ts';
import { heartbeatMs } from './leases/lease.ts';
import { LeaseCoordinator } from './leases/lease-coordinator.ts';
import type { TaskUpdate, TaskRow } from '../task-row.ts';
import { rowOf, withDeletions } from '../task-record.ts';
import type { Log } from '../../runtime/runtime.ts';

/**
 * The ledger in PostgreSQL, shared by any number of gateways. While the database is unavailable, calls wait for it for
 * up to 30 s; then they reject with an UNAVAILABLE ProblemError.
 *
 * @param url `postgres://…`; appears in no error and no log
 * @throws Error in one line when the database cannot be used, or stays unavailable for a minute
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
  /** Resolves once changes are published from then on. */
  readonly listening: Promise<void>;
  readonly #gatewayId = randomUUID();
  readonly #database: PostgresDatabase;
  readonly #log: Log;
  readonly #updates: UpdateBatcher;
  readonly #changes: ChangeLogReader;
  readonly #listener: PostgresListener;
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #inProgress = new Set<Promise<unknown>>();
  readonly #lastBeginnings = new Map<string, Promise<unknown>>();
  #closed: Promise<void> | undefined;

  constructor(database: PostgresDatabase, url: string, log: Log) {
    this.#database = database;
    this.#log = log;
    this.#updates = new UpdateBatcher(database);
    this.workCoordinator = new LeaseCoordinator(this.#gatewayId, database, log);
    this.#changes = new ChangeLogReader((change) => {
      for (const listener of this.#listeners) listener(change);
    });
    const listening = Promise.withResolvers<undefined>();
    this.listening = listening.promise;
    this.#listener = new PostgresListener({
      url,
      log,
      heartbeatMs,
      onConnected: async (queries) => {
        this.workCoordinator.reconnected();
        await this.#changes.connected(queries);
        listening.resolve(undefined);
      },
      heartbeat: async (queries) => {
        // In case a notification was lost.
        await this.#changes.read(queries);
        await this.workCoordinator.heartbeat(queries);
      },
      onNotification: (payload) => {
        this.#receive(payload);
      },
      onDisconnected: () => {
        this.#changes.disconnected();
      },
    });
  }

  isUp(): boolean {
    return this.#listener.queries !== undefined && !this.#database.isUnavailable;
  }

  beginCreation(intent: CreationIntent): Promise<BeginCreationResult> {
    // In the order of the calls, as with a single gateway.
    const { externalId } = intent;
    const previous = this.#lastBeginnings.get(externalId) ?? Promise.resolve();
    const since = performance.now();
    const beginning = this.#do(async () => {
      await previous;
      return await this.#database.transaction((queries) => beginIn(queries, intent, this.#gatewayId), since);
    });
    const finished = beginning.then(
      () => undefined,
      () => undefined,
    );
    this.#lastBeginnings.set(externalId, finished);
    void finished.then(() => {
      if (this.#lastBeginnings.get(externalId) === finished) this.#lastBeginnings.delete(externalId);
    });
    return beginning;
  }

  async recordCreated(externalId: string, update: TaskUpdate, at: number): Promise<TaskRow> {
    return existing(await this.#write({ externalId, update, at }));
  }

  releaseCreation(externalId: string): Promise<void> {
    return this.#do(() =>
      this.#database.transaction(async (queries) => {
        const { numDeletedRows } = await queries
          .deleteFrom('creations')
          .where('external_id', '=', externalId)
          .where('acquired_by', '=', this.#gatewayId)
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
        // Another gateway may have acquired it, and may be calling Kling right now.
        .where('acquired_by', '=', this.#gatewayId)
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

  async record(update: TaskUpdate, at: number): Promise<TaskRow> {
    return existing(await this.#write({ update, at }));
  }

  async updateKnown(updates: readonly TaskUpdate[]): Promise<void> {
    await Promise.all(updates.map((update) => this.#write({ update, at: 0, onlyKnown: true })));
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
    return this.#do(() => this.#database.transaction((queries) => purgeIn(queries, before, limit)));
  }

  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  hasChange(position: ChangePosition): Promise<boolean> {
    return this.#query((queries) => hasChange(queries, position));
  }

  newestChange(): Promise<ChangePosition | undefined> {
    return this.#query((queries) => newestChange(queries));
  }

  changesAfter(sequence: number, limit: number): Promise<Change[]> {
    return this.#query((queries) => changesAfter(queries, sequence, limit));
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    if (!this.isUp()) this.#database.stopRetrying();
    await Promise.allSettled(this.#inProgress);
    this.workCoordinator.stop();
    await this.#listener.close();
    if (!this.#database.isUnavailable) {
      await this.workCoordinator.leave(this.#database.queries).catch((error: unknown) => {
        this.#log.debug({ reason: reasonOf(error) }, 'Could not end the lease; it will expire.');
      });
    }
    await this.#database.close();
  }

  /** Resolves when the row is durable and, unless the connection is lost, its changes have been published here. */
  #write(pending: PendingUpdate): Promise<TaskRow | undefined> {
    return this.#do(async () => {
      const { row, sequence } = await this.#updates.add(pending);
      const { queries } = this.#listener;
      if (sequence !== undefined && queries !== undefined) {
        const published = this.#changes.published(sequence);
        this.#read(queries);
        await published;
      }
      return row;
    });
  }

  #query<Result>(query: (queries: Queries) => Promise<Result>): Promise<Result> {
    return this.#do(() => this.#database.withRetries(() => query(this.#database.queries)));
  }

  async #do<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#closed !== undefined) throw new Error('The ledger is closed.');
    const result = work();
    this.#inProgress.add(result);
    try {
      return await result;
    } finally {
      this.#inProgress.delete(result);
    }
  }

  #receive(payload: string): void {
    if (payload !== '') {
      this.workCoordinator.receive(payload);
      return;
    }
    const { queries } = this.#listener;
    if (queries !== undefined) this.#read(queries);
  }

  #read(queries: Queries): void {
    this.#changes.read(queries).catch(() => {
      // The connection is lost, which the listener reports; what was missed is read over the next one.
      this.#changes.disconnected();
    });
  }
}

function existing(row: TaskRow | undefined): TaskRow {
  if (row === undefined) throw new Error('An update was recorded without a row.');
  return row;
}

/** @param gatewayId this gateway */
async function beginIn(
  queries: Queries,
  intent: CreationIntent,
  gatewayId: string,
): Promise<BeginCreationResult> {
  const { externalId, fingerprint, requestedBy, tokenHash, at } = intent;
  const unresolved = {
    external_id: externalId,
    fingerprint,
    state: 'UNRESOLVED',
    task_id: null,
    requested_by: requestedBy,
  } as const;
  const { numInsertedOrUpdatedRows } = await queries
    .insertInto('creations')
    .values({ ...unresolved, created_at: at, acquired_by: gatewayId, in_progress: 1 })
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
    // Released in between: start again.
    if (before === undefined) return await beginIn(queries, intent, gatewayId);
    // Where nothing was created, another input may use the external ID.
    free = before.state === 'NOT_CREATED';
    if (!free && before.fingerprint !== fingerprint) return { state: 'DIFFERENT_INPUT' };
    const created =
      before.task_id === null
        ? undefined
        : await queries.selectFrom('tasks').selectAll().where('id', '=', before.task_id).executeTakeFirst();
    if (created !== undefined) return { state: 'CREATED', row: rowOf(created) };
    if (before.state === 'UNRESOLVED' && before.in_progress === 1 && before.acquired_by !== gatewayId) {
      if (await isAlive(queries, before.acquired_by)) return { state: 'IN_PROGRESS' };
    }
    await queries
      .updateTable('creations')
      .set({ ...unresolved, acquired_by: gatewayId, in_progress: 1 })
      .where('external_id', '=', externalId)
      .execute();
  }
  // A repeat has a token of its own; Kling may have the earlier one.
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
