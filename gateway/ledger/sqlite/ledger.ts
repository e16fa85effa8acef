import { fdatasync } from 'node:fs';
import { promisify } from 'node:util';

import type {
  BeginCreationResult,
  Creation,
  CreationIntent,
  Ledger,
  MaybePromise,
  IncompleteTasksQuery,
} from '../ledger.ts';
import { type Change, type ChangePosition, changesPerTask, expired } from '../change.ts';
import { CreationCache } from './creation-cache.ts';
import { RowCache } from './row-cache.ts';
import { advance, isComplete, type TaskUpdate, type TaskRow } from '../task-row.ts';
import { openDatabase } from './database.ts';
import { type FlushFile, SqliteWal } from './wal.ts';
import { prepareStatements, type Statements } from './statements.ts';
import { loggedRow, rowOf, storedOf, withDeletions } from '../task-record.ts';
import { GroupCommit } from './group-commit.ts';

/**
 * Opens the ledger in a folder of this machine, for one gateway. It is an SQLite database in WAL mode; every write is
 * on the disk before it is acknowledged. Writes are grouped (see {@link GroupCommit}), and the most recently used rows
 * are kept in memory.
 *
 * @param dataDir created if it is missing
 * @param flushFile default: `fdatasync`
 * @throws Error with a message of one line if the folder cannot be used, or another process uses it
 */
export async function openSqliteLedger(
  dataDir: string,
  flushFile: FlushFile = promisify(fdatasync),
): Promise<Ledger> {
  const open = await openDatabase(dataDir);
  const statements = prepareStatements(open);
  return new SqliteLedger(statements, new SqliteWal(open.database, open.files, flushFile));
}

/** A row that was written; null if it was deleted. */
type Written = readonly [id: string, row: TaskRow | null];

/** A row after an update. */
interface UpdatedRow {
  readonly row: TaskRow;
  /** If its version has grown. */
  readonly change?: Change;
}

class SqliteLedger implements Ledger {
  readonly #statements: Statements;
  readonly #wal: SqliteWal;
  readonly #writes: GroupCommit;
  readonly #rows = new RowCache();
  readonly #creations = new CreationCache();
  readonly #listeners = new Set<(change: Change) => void>();
  /** By the running job. */
  #written: Written[] = [];
  #closed: Promise<void> | undefined;

  constructor(statements: Statements, wal: SqliteWal) {
    this.#statements = statements;
    this.#wal = wal;
    this.#writes = new GroupCommit({
      begin: () => {
        this.#rows.begin();
        wal.begin();
      },
      commit: (jobs) => {
        wal.commit(jobs);
      },
      rollback: () => {
        wal.rollback();
        this.#rows.rollback();
        this.#creations.clear();
      },
      flush: () => wal.flush(),
      needsCheckpoint: () => wal.needsCheckpoint(),
      checkpoint: () => wal.checkpoint(),
    });
  }

  beginCreation({
    externalId,
    fingerprint,
    requestedBy,
    tokenHash,
    at,
  }: CreationIntent): Promise<BeginCreationResult> {
    return this.#write((): BeginCreationResult => {
      const known = this.#statements.creation.get({ externalId });
      // If nothing was created, another input may use the external ID.
      const free = known === undefined || known.state === 'NOT_CREATED';
      if (!free && known.fingerprint !== fingerprint) return { state: 'DIFFERENT_INPUT' };
      const row = known?.task_id == null ? undefined : this.#newest(known.task_id);
      if (row !== undefined) return { state: 'CREATED', row };
      this.#statements.writeCreation.run({
        external_id: externalId,
        fingerprint,
        state: 'UNRESOLVED',
        task_id: null,
        requested_by: requestedBy,
        created_at: at,
      });
      // A repeat has its own token, and Kling may have been given the earlier one: keep both.
      if (tokenHash !== null) {
        this.#statements.writeToken.run({ hash: tokenHash, external_id: externalId });
      }
      this.#creations.set({ externalId, taskId: null, requestedBy }, tokenHash);
      return { state: free ? 'NEW' : 'UNRESOLVED' };
    });
  }

  recordCreated(externalId: string, update: TaskUpdate, at: number): Promise<TaskRow> {
    return this.#writeTask(() => {
      this.#statements.recordCreated.run({ externalId, taskId: update.task.id });
      this.#creations.setTaskId(externalId, update.task.id);
      return this.#update(update, { createdHere: true, at });
    });
  }

  releaseCreation(externalId: string): Promise<void> {
    return this.#write(() => {
      this.#deleteCreation(externalId);
    });
  }

  recordNotCreated(externalId: string): Promise<void> {
    return this.#write(() => {
      this.#statements.recordNotCreated.run({ externalId });
    });
  }

  findCreationByToken(tokenHash: string): Promise<Creation | undefined> {
    return this.#read(() => {
      const recent = this.#creations.get(tokenHash);
      if (recent !== undefined) return recent;
      const found = this.#statements.creationByToken.get({ hash: tokenHash });
      if (found === undefined) return undefined;
      const creation = {
        externalId: found.external_id,
        taskId: found.task_id,
        requestedBy: found.requested_by,
      };
      this.#creations.set(creation, tokenHash);
      return creation;
    });
  }

  unresolvedCreations(): Promise<string[]> {
    // Queued with the writes, so that what it reads is durable.
    return this.#write(() => this.#statements.unresolvedCreations.all({}).map((row) => row.external_id));
  }

  record(update: TaskUpdate, at: number): Promise<TaskRow> {
    const known = this.#unchanged(update);
    if (known !== undefined) return Promise.resolve(known);
    return this.#writeTask(() => this.#update(update, { createdHere: false, at }));
  }

  async updateKnown(updates: readonly TaskUpdate[]): Promise<void> {
    // Most tasks in Kling's list are unknown here, and a read is cheaper than a transaction.
    const known = await this.#read(() => updates.filter(({ task }) => this.#newest(task.id) !== undefined));
    await Promise.all(known.map((update) => this.record(update, 0)));
  }

  find(key: string): MaybePromise<TaskRow | undefined> {
    if (this.#closed !== undefined) return Promise.reject(closedError());
    return this.#rows.get(key) ?? this.#lookUp(key);
  }

  findByElement(elementId: string): Promise<TaskRow | undefined> {
    return this.#read(() => {
      const taskId = this.#statements.element.get({ id: elementId })?.task_id;
      return taskId == null ? undefined : this.find(taskId);
    });
  }

  markElementDeleted(elementId: string): Promise<void> {
    return this.#write(() => {
      const taskId = this.#statements.element.get({ id: elementId })?.task_id ?? null;
      this.#statements.writeElement.get({ id: elementId, taskId, deleted: 1 });
      const row = taskId === null ? undefined : this.#newest(taskId);
      if (row === undefined) return;
      this.#store({ ...row, task: withDeletions(row.task, (id) => id === elementId) }, row);
    });
  }

  incompleteTasks({ recordedSince, after, limit }: IncompleteTasksQuery): Promise<TaskRow[]> {
    return this.#write(() =>
      this.#statements.incompleteTasks.all({ recordedSince, after, limit }).map((stored) => rowOf(stored)),
    );
  }

  purge(before: number, limit: number): Promise<number> {
    return this.#write(() => {
      const tasks = this.#statements.oldTasks.all({ before, limit });
      for (const { id } of tasks) {
        this.#statements.deleteTask.run({ id });
        this.#statements.deleteElements.run({ taskId: id });
        this.#markWritten(id, null);
      }
      const creations = this.#statements.oldCreations.all({ before, limit });
      for (const { external_id: externalId } of creations) this.#deleteCreation(externalId);
      return tasks.length + creations.length + this.#purgeChanges(before, changesPerTask * limit);
    });
  }

  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  hasChange(position: ChangePosition): Promise<boolean> {
    return this.#read(() => this.#statements.change.get(position) !== undefined);
  }

  newestChange(): Promise<ChangePosition | undefined> {
    return this.#write(() => this.#statements.newestChange.get({}));
  }

  async changesAfter(sequence: number, limit: number): Promise<Change[]> {
    // Queued with the writes, like the one above, so that what it reads is durable.
    const logged = await this.#write(() => this.#statements.changesAfter.all({ sequence, limit }));
    return logged.map((change) => ({ ...change, row: loggedRow(change.row) }));
  }

  /** A file is always there, but its disk may fail. */
  isUp(): boolean {
    return !this.#writes.broken;
  }

  close(): Promise<void> {
    this.#closed ??= this.#writes.idle().then(() => {
      this.#wal.close();
    });
    return this.#closed;
  }

  /** The durable row, if memory shows that the update changes nothing, as with most polls. */
  #unchanged(update: TaskUpdate): TaskRow | undefined {
    const { id, status } = update.task;
    if (this.#closed !== undefined || this.#rows.isPending(id)) return undefined;
    const known = this.#rows.getNewest(id) ?? undefined;
    if (known?.task.status !== status) return undefined;
    return advance(known, update, { createdHere: false, at: 0 }) === known ? known : undefined;
  }

  /** Applies an update to the row, within a transaction. */
  #update(update: TaskUpdate, origin: { readonly createdHere: boolean; readonly at: number }): UpdatedRow {
    const before = this.#newest(update.task.id);
    const advanced = advance(before, update, origin);
    if (advanced === before) return { row: advanced };
    const row = this.#withElements(advanced, before);
    this.#store(row, before);
    return row.version > (before?.version ?? 0) ? { row, change: this.#logChange(row) } : { row };
  }

  #logChange(row: TaskRow): Change {
    const at = Date.now();
    const taskId = row.task.id;
    const sequence = this.#statements.logChange.insert({ taskId, row: JSON.stringify(row), at });
    return { sequence, at, row };
  }

  /** Writes new elements. An element may have been deleted while a response that contains it was in transit. */
  #withElements(row: TaskRow, before: TaskRow | undefined): TaskRow {
    const taskId = row.task.id;
    const deletedIds = new Set<string>();
    for (const { id, deleted } of row.task.elements) {
      const isKnown = before?.task.elements.some((other) => other.id === id && other.deleted === deleted);
      if (isKnown === true) continue;
      const element = { id, taskId, deleted: deleted ? 1 : 0 } as const;
      if (this.#statements.insertElement.run(element) > 0) continue;
      if (this.#statements.writeElement.get(element)?.deleted === 1) deletedIds.add(id);
    }
    const task = withDeletions(row.task, (id) => deletedIds.has(id));
    return task === row.task ? row : { ...row, task };
  }

  /** A row as readers see it, from the database. */
  #lookUp(key: string): MaybePromise<TaskRow | undefined> {
    const stored =
      this.#statements.task.get({ id: key }) ?? this.#statements.taskByExternalId.get({ externalId: key });
    if (stored === undefined) return undefined;
    const recent = this.#rows.get(stored.id);
    const isDurable = recent?.task.id === key || recent?.task.externalId === key;
    if (!isDurable && this.#rows.isPending(stored.id)) {
      // An empty job waits in the queue until the pending change is durable.
      return this.#write(() => undefined).then(() => this.find(key));
    }
    const row = recent ?? rowOf(stored);
    this.#rows.add(row, key);
    return row;
  }

  /** A row as writers see it, including changes that are not durable yet. */
  #newest(id: string): TaskRow | undefined {
    const recent = this.#rows.getNewest(id);
    if (recent !== undefined) return recent ?? undefined;
    const stored = this.#statements.task.get({ id });
    if (stored === undefined) return undefined;
    const row = rowOf(stored);
    this.#rows.add(row, id);
    return row;
  }

  #store(row: TaskRow, before: TaskRow | undefined): void {
    const { writeTask, completeTask, advanceTask } = this.#statements;
    const stored = storedOf(row);
    if (before?.task.externalId !== row.task.externalId) writeTask.run(stored);
    else if (before.createdHere !== row.createdHere || isComplete(before) !== isComplete(row))
      completeTask.run(stored);
    else advanceTask.run(stored);
    this.#markWritten(row.task.id, row);
  }

  #deleteCreation(externalId: string): void {
    this.#statements.deleteCreation.run({ externalId });
    this.#statements.deleteTokens.run({ externalId });
    this.#creations.delete(externalId);
  }

  #purgeChanges(before: number, limit: number): number {
    const old = expired(this.#statements.firstChanges.all({ limit: limit + 1 }), before);
    if (old !== undefined) this.#statements.deleteChanges.run({ upTo: old.upTo });
    return old?.count ?? 0;
  }

  #markWritten(id: string, row: TaskRow | null): void {
    this.#rows.write(id, row);
    this.#written.push([id, row]);
  }

  /** Writes a row; once it is durable, calls the listeners with the change. */
  #writeTask(work: () => UpdatedRow): Promise<TaskRow> {
    let change: Change | undefined;
    return this.#write(
      () => {
        const updated = work();
        change = updated.change;
        return updated.row;
      },
      () => {
        if (change !== undefined) for (const listener of this.#listeners) listener(change);
      },
    );
  }

  async #read<Result>(read: () => MaybePromise<Result>): Promise<Result> {
    if (this.#closed !== undefined) throw closedError();
    return read();
  }

  #write<Result>(work: () => Result, onDurable?: (result: Result) => void): Promise<Result> {
    if (this.#closed !== undefined) return Promise.reject(closedError());
    let written: readonly Written[] = [];
    return this.#writes.add(
      () => {
        this.#written = [];
        const result = work();
        written = this.#written;
        return result;
      },
      (result) => {
        for (const [id, row] of written) this.#rows.markDurable(id, row);
        onDurable?.(result);
      },
    );
  }
}

function closedError(): Error {
  return new Error('The ledger is closed.');
}
