import { fdatasync } from 'node:fs';
import { promisify } from 'node:util';

import type {
  BeginCreationResult,
  Creation,
  CreationIntent,
  Ledger,
  Soon,
  IncompleteTasksQuery,
} from '../ledger.ts';
import { CreationCache } from './creation-cache.ts';
import { RowCache } from './row-cache.ts';
import { advance, isComplete, type TaskUpdate, type TaskRow } from '../task-row.ts';
import { openDatabase } from './database.ts';
import { type FlushFile, SqliteWal } from './wal.ts';
import { prepareStatements, type Statements } from './statements.ts';
import { rowOf, storedOf, withDeletions } from '../task-record.ts';
import { GroupCommit } from './group-commit.ts';

/**
 * The ledger in a folder of this machine, for one gateway: SQLite in WAL mode, each commit on the disk before it
 * counts. Writes are collected (see {@link GroupCommit}), rows that were read or written last are kept in memory.
 *
 * @param dataDir made when it is missing
 * @param flushFile `fdatasync` by itself
 * @throws Error in one line when the folder cannot be used, or another process uses it
 */
export async function openSqliteLedger(
  dataDir: string,
  flushFile: FlushFile = promisify(fdatasync),
): Promise<Ledger> {
  const open = await openDatabase(dataDir);
  const statements = prepareStatements(open);
  return new SqliteLedger(statements, new SqliteWal(open.database, open.files, flushFile));
}

/** A row that was written; null for one that was forgotten. */
type Written = readonly [id: string, row: TaskRow | null];

interface Taken {
  readonly row: TaskRow;
  /** Its version has grown. */
  readonly told: boolean;
}

class SqliteLedger implements Ledger {
  readonly #statements: Statements;
  readonly #journal: SqliteWal;
  readonly #writes: GroupCommit;
  readonly #rows = new RowCache();
  readonly #creations = new CreationCache();
  readonly #listeners = new Set<(row: TaskRow) => void>();
  /** By the job that runs. */
  #written: Written[] = [];
  #closed: Promise<void> | undefined;

  constructor(statements: Statements, journal: SqliteWal) {
    this.#statements = statements;
    this.#journal = journal;
    this.#writes = new GroupCommit({
      begin: () => {
        this.#rows.begin();
        journal.begin();
      },
      commit: (jobs) => {
        journal.commit(jobs);
      },
      rollback: () => {
        journal.rollback();
        this.#rows.rollback();
        this.#creations.clear();
      },
      flush: () => journal.flush(),
      isFull: () => journal.isFull(),
      tidy: () => journal.tidy(),
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
      // Where nothing was made, another input may have the external id.
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
      // A repeat has a token of its own; Kling may have been given the earlier one.
      if (tokenHash !== null) {
        this.#statements.writeToken.run({ hash: tokenHash, external_id: externalId });
      }
      this.#creations.set({ externalId, taskId: null, requestedBy }, tokenHash);
      return { state: free ? 'NEW' : 'UNRESOLVED' };
    });
  }

  recordCreated(externalId: string, news: TaskUpdate, at: number): Promise<TaskRow> {
    return this.#writeTask(() => {
      this.#statements.recordCreated.run({ externalId, taskId: news.task.id });
      this.#creations.made(externalId, news.task.id);
      return this.#take(news, { createdHere: true, at });
    });
  }

  releaseCreation(externalId: string): Promise<void> {
    return this.#write(() => {
      this.#forgetCreation(externalId);
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
      const found = this.#statements.creationOfToken.get({ hash: tokenHash });
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
    // In the queue, so that what it reads is durable.
    return this.#write(() => this.#statements.unresolvedCreations.all({}).map((row) => row.external_id));
  }

  record(news: TaskUpdate, at: number): Promise<TaskRow> {
    const known = this.#unchanged(news);
    if (known !== undefined) return Promise.resolve(known);
    return this.#writeTask(() => this.#take(news, { createdHere: false, at }));
  }

  async updateKnown(news: readonly TaskUpdate[]): Promise<void> {
    // Most of a list is nobody's here: reading is cheaper than a place in a transaction.
    const known = await this.#read(() => news.filter(({ task }) => this.#newest(task.id) !== undefined));
    await Promise.all(known.map((one) => this.record(one, 0)));
  }

  find(key: string): Soon<TaskRow | undefined> {
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
        this.#statements.forgetTask.run({ id });
        this.#statements.forgetElements.run({ taskId: id });
        this.#wrote(id, null);
      }
      const creations = this.#statements.oldCreations.all({ before, limit });
      for (const { external_id: externalId } of creations) this.#forgetCreation(externalId);
      return tasks.length + creations.length;
    });
  }

  onChange(listener: (row: TaskRow) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** A file does not go away, but its disk may fail. */
  isUp(): boolean {
    return !this.#writes.broken;
  }

  close(): Promise<void> {
    this.#closed ??= this.#writes.idle().then(() => {
      this.#journal.close();
    });
    return this.#closed;
  }

  /** A durable row to which the news adds nothing, as far as can be told from memory: most looks find nothing new. */
  #unchanged(news: TaskUpdate): TaskRow | undefined {
    const { id, status } = news.task;
    if (this.#closed !== undefined || this.#rows.isUnderWay(id)) return undefined;
    const known = this.#rows.newest(id) ?? undefined;
    if (known?.task.status !== status) return undefined;
    return advance(known, news, { createdHere: false, at: 0 }) === known ? known : undefined;
  }

  /** News into the row, within a transaction. */
  #take(news: TaskUpdate, origin: { readonly createdHere: boolean; readonly at: number }): Taken {
    const before = this.#newest(news.task.id);
    const advanced = advance(before, news, origin);
    if (advanced === before) return { row: advanced, told: false };
    const row = this.#withElements(advanced, before);
    this.#store(row, before);
    return { row, told: row.version > (before?.version ?? 0) };
  }

  /** Writes the elements that are new. An answer may have been on its way while its element was deleted. */
  #withElements(row: TaskRow, before: TaskRow | undefined): TaskRow {
    const taskId = row.task.id;
    const gone = new Set<string>();
    for (const { id, deleted } of row.task.elements) {
      const isKnown = before?.task.elements.some((one) => one.id === id && one.deleted === deleted);
      if (isKnown === true) continue;
      const element = { id, taskId, deleted: deleted ? 1 : 0 } as const;
      if (this.#statements.newElement.run(element) > 0) continue;
      if (this.#statements.writeElement.get(element)?.deleted === 1) gone.add(id);
    }
    const task = withDeletions(row.task, (id) => gone.has(id));
    return task === row.task ? row : { ...row, task };
  }

  /** As readers see it, from the database. */
  #lookUp(key: string): Soon<TaskRow | undefined> {
    const stored =
      this.#statements.task.get({ id: key }) ?? this.#statements.taskByExternalId.get({ externalId: key });
    if (stored === undefined) return undefined;
    const recent = this.#rows.get(stored.id);
    const isDurable = recent?.task.id === key || recent?.task.externalId === key;
    if (!isDurable && this.#rows.isUnderWay(stored.id)) {
      // Its turn in the queue is behind what is not durable yet.
      return this.#write(() => undefined).then(() => this.find(key));
    }
    const row = recent ?? rowOf(stored);
    this.#rows.read(row, key);
    return row;
  }

  /** As writers see it: with what is not durable yet. */
  #newest(id: string): TaskRow | undefined {
    const recent = this.#rows.newest(id);
    if (recent !== undefined) return recent ?? undefined;
    const stored = this.#statements.task.get({ id });
    if (stored === undefined) return undefined;
    const row = rowOf(stored);
    this.#rows.read(row, id);
    return row;
  }

  #store(row: TaskRow, before: TaskRow | undefined): void {
    const { writeTask, completeTask, advanceTask } = this.#statements;
    const stored = storedOf(row);
    if (before?.task.externalId !== row.task.externalId) writeTask.run(stored);
    else if (before.createdHere !== row.createdHere || isComplete(before) !== isComplete(row))
      completeTask.run(stored);
    else advanceTask.run(stored);
    this.#wrote(row.task.id, row);
  }

  #forgetCreation(externalId: string): void {
    this.#statements.forgetCreation.run({ externalId });
    this.#statements.forgetTokens.run({ externalId });
    this.#creations.forget(externalId);
  }

  #wrote(id: string, row: TaskRow | null): void {
    this.#rows.write(id, row);
    this.#written.push([id, row]);
  }

  /** Writes, and calls the listeners when that is durable and there is something to tell. */
  #writeTask(work: () => Taken): Promise<TaskRow> {
    let told = false;
    return this.#write(
      () => {
        const taken = work();
        told = taken.told;
        return taken.row;
      },
      (row) => {
        if (told) for (const listener of this.#listeners) listener(row);
      },
    );
  }

  async #read<Result>(read: () => Soon<Result>): Promise<Result> {
    if (this.#closed !== undefined) throw closedError();
    return read();
  }

  #write<Result>(work: () => Result, durable?: (result: Result) => void): Promise<Result> {
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
        for (const [id, row] of written) this.#rows.flushed(id, row);
        durable?.(result);
      },
    );
  }
}

function closedError(): Error {
  return new Error('The ledger is closed.');
}
