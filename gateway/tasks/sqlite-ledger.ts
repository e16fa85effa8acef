import type { DatabaseSync } from 'node:sqlite';

import type { Task } from '@kling-elements/validation';

import type { Begun, Creation, Intention, Ledger, UnsettledSlice } from './ledger.ts';
import { advance, type News, type TaskRow } from './row.ts';
import { openDatabase } from './sqlite-database.ts';
import { prepareStatements, type Statements } from './sqlite-statements.ts';
import { rowOf, storedOf, withDeletions } from './stored-task.ts';
import { WriteQueue } from './write-queue.ts';

/**
 * The ledger in a folder of this machine, for one gateway: SQLite in WAL mode, each commit on the disk before it
 * counts. Writes are collected (see {@link WriteQueue}).
 *
 * @param dataDir made when it is missing
 * @throws Error in one line when the folder cannot be used, or another process uses it
 */
export async function openSqliteLedger(dataDir: string): Promise<Ledger> {
  const open = await openDatabase(dataDir);
  return new SqliteLedger(open.database, prepareStatements(open));
}

interface Written {
  readonly row: TaskRow;
  /** Its version has grown. */
  readonly told: boolean;
}

class SqliteLedger implements Ledger {
  readonly #database: DatabaseSync;
  readonly #statements: Statements;
  readonly #writes: WriteQueue;
  readonly #listeners = new Set<(row: TaskRow) => void>();
  #closed: Promise<void> | undefined;

  constructor(database: DatabaseSync, statements: Statements) {
    this.#database = database;
    this.#statements = statements;
    this.#writes = new WriteQueue({
      begin: () => {
        database.exec('BEGIN');
      },
      commit: () => {
        database.exec('COMMIT');
      },
      rollback: () => {
        if (database.isTransaction) database.exec('ROLLBACK');
      },
    });
  }

  begin({ externalId, fingerprint, askedBy, tokenHash, at }: Intention): Promise<Begun> {
    return this.#write((): Begun => {
      const known = this.#statements.creation.get({ externalId });
      // Where nothing was made, another input may have the external id.
      const free = known === undefined || known.state === 'NOT_MADE';
      if (!free && known.fingerprint !== fingerprint) return { state: 'OTHER_INPUT' };
      const row = known?.task_id == null ? undefined : this.#row(known.task_id);
      if (row !== undefined) return { state: 'MADE', row };
      this.#statements.writeCreation.run({
        external_id: externalId,
        fingerprint,
        state: 'ASKED',
        task_id: null,
        asked_by: askedBy,
        created_at: at,
      });
      // A repeat has a token of its own; Kling may have been given the earlier one.
      if (tokenHash !== null) {
        this.#statements.writeToken.run({ hash: tokenHash, external_id: externalId });
      }
      return { state: free ? 'NEW' : 'UNSETTLED' };
    });
  }

  async made(externalId: string, news: News, at: number): Promise<TaskRow> {
    const { row } = await this.#writeTask(() => {
      this.#statements.creationMade.run({ externalId, taskId: news.task.id });
      return this.#take(news, this.#row(news.task.id), { ours: true, at });
    });
    return row;
  }

  refused(externalId: string): Promise<void> {
    return this.#write(() => {
      this.#statements.forgetCreation.run({ externalId });
      this.#statements.forgetTokens.run({ externalId });
    });
  }

  notMade(externalId: string): Promise<void> {
    return this.#write(() => {
      this.#statements.creationNotMade.run({ externalId });
    });
  }

  creationOf(tokenHash: string): Promise<Creation | undefined> {
    return this.#read(() => {
      const found = this.#statements.creationOfToken.get({ hash: tokenHash });
      return found && { externalId: found.external_id, taskId: found.task_id, askedBy: found.asked_by };
    });
  }

  unsettledCreations(): Promise<string[]> {
    return this.#read(() => this.#statements.unsettledCreations.all({}).map((row) => row.external_id));
  }

  async record(news: News, at: number): Promise<TaskRow> {
    const { row } = await this.#writeTask(() =>
      this.#take(news, this.#row(news.task.id), { ours: false, at }),
    );
    return row;
  }

  async update(news: readonly News[]): Promise<void> {
    // Most of a list is nobody's here: reading is cheaper than a place in a transaction.
    const known = await this.#read(() => news.filter(({ task }) => this.#row(task.id) !== undefined));
    await Promise.all(known.map((one) => this.record(one, 0)));
  }

  find(key: string): Promise<TaskRow | undefined> {
    return this.#read(() => {
      const stored =
        this.#statements.task.get({ id: key }) ?? this.#statements.taskByExternalId.get({ externalId: key });
      return stored && rowOf(stored);
    });
  }

  ofElement(elementId: string): Promise<TaskRow | undefined> {
    return this.#read(() => {
      const taskId = this.#statements.element.get({ id: elementId })?.task_id;
      return taskId == null ? undefined : this.#row(taskId);
    });
  }

  elementDeleted(elementId: string): Promise<void> {
    return this.#write(() => {
      const taskId = this.#statements.element.get({ id: elementId })?.task_id ?? null;
      this.#statements.writeElement.run({ id: elementId, taskId, deleted: 1 });
      const row = taskId === null ? undefined : this.#row(taskId);
      if (row !== undefined) this.#store({ ...row, task: this.#withDeletions(row.task) });
    });
  }

  unsettledTasks({ recordedSince, after, limit }: UnsettledSlice): Promise<TaskRow[]> {
    return this.#read(() =>
      this.#statements.unsettledTasks.all({ recordedSince, after, limit }).map((stored) => rowOf(stored)),
    );
  }

  cleanUp(before: number, limit: number): Promise<number> {
    return this.#write(() => {
      const tasks = this.#statements.oldTasks.all({ before, limit });
      for (const { id } of tasks) {
        this.#statements.forgetTask.run({ id });
        this.#statements.forgetElements.run({ taskId: id });
      }
      const creations = this.#statements.oldCreations.all({ before, limit });
      for (const { external_id: externalId } of creations) {
        this.#statements.forgetCreation.run({ externalId });
        this.#statements.forgetTokens.run({ externalId });
      }
      return tasks.length + creations.length;
    });
  }

  onChange(listener: (row: TaskRow) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** A file does not go away. */
  isUp(): boolean {
    return true;
  }

  close(): Promise<void> {
    this.#closed ??= this.#writes.idle().then(() => {
      this.#database.close();
    });
    return this.#closed;
  }

  /** News into the row, within a transaction. */
  #take(
    news: News,
    before: TaskRow | undefined,
    origin: { readonly ours: boolean; readonly at: number },
  ): Written {
    const row = advance(before, { ...news, task: this.#withDeletions(news.task) }, origin);
    if (row === before) return { row, told: false };
    this.#store(row);
    for (const { id, deleted } of row.task.elements) {
      this.#statements.writeElement.run({ id, taskId: row.task.id, deleted: deleted ? 1 : 0 });
    }
    return { row, told: row.version > (before?.version ?? 0) };
  }

  #row(id: string): TaskRow | undefined {
    const stored = this.#statements.task.get({ id });
    return stored && rowOf(stored);
  }

  #store(row: TaskRow): void {
    this.#statements.writeTask.run(storedOf(row));
  }

  /** An answer may have been on its way while its element was deleted. */
  #withDeletions(task: Task): Task {
    return withDeletions(task, (id) => this.#statements.element.get({ id })?.deleted === 1);
  }

  /** Writes, and calls the listeners when that is durable and there is something to tell. */
  #writeTask(work: () => Written): Promise<Written> {
    return this.#write(work, ({ row, told }) => {
      if (told) for (const listener of this.#listeners) listener(row);
    });
  }

  async #read<Result>(read: () => Result): Promise<Result> {
    this.#refuseWhenClosed();
    return Promise.resolve(read());
  }

  async #write<Result>(work: () => Result, committed?: (result: Result) => void): Promise<Result> {
    this.#refuseWhenClosed();
    return this.#writes.add(work, committed);
  }

  #refuseWhenClosed(): void {
    if (this.#closed !== undefined) throw new Error('The ledger is closed.');
  }
}
