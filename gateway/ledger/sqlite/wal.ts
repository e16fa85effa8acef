import type { DatabaseSync, StatementSync } from 'node:sqlite';

import type { DatabaseFiles } from './database.ts';
import type { Journal } from './group-commit.ts';

/** Copying so many pages from the log into the database takes about two milliseconds, for which all wait. */
const pagesAtOnce = 700;

/** Jobs after which the log is tidied up, before it is known how many pages one of them takes. */
const firstRoom = 700;
const leastRoom = 50;
const mostRoom = 5000;

/** Resolves when what was written to an open file is on the disk. */
export type FlushFile = (file: number) => Promise<void>;

/**
 * SQLite's transactions and its write-ahead log, with the waiting for the disk taken out of SQLite, where the event
 * loop would stand still for it, and done beside (`PRAGMA synchronous = OFF` from here on). What is flushed is as
 * durable as under `FULL`, and whatever the log loses with the power is its end: each of its frames carries a checksum
 * that covers those before it.
 */
export class SqliteWal implements Journal {
  readonly #database: DatabaseSync;
  readonly #files: DatabaseFiles;
  readonly #flushFile: FlushFile;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #rollback: StatementSync;
  readonly #checkpoint: StatementSync;
  readonly #touch: StatementSync;
  #jobs = 0;
  #room = firstRoom;

  constructor(database: DatabaseSync, files: DatabaseFiles, flushFile: FlushFile) {
    this.#database = database;
    this.#files = files;
    this.#flushFile = flushFile;
    database.exec('PRAGMA synchronous = OFF');
    database.exec('PRAGMA wal_autocheckpoint = 0');
    this.#begin = database.prepare('BEGIN');
    this.#commit = database.prepare('COMMIT');
    this.#rollback = database.prepare('ROLLBACK');
    this.#checkpoint = database.prepare('PRAGMA wal_checkpoint(PASSIVE)');
    // Writes the first page as it is.
    this.#touch = database.prepare('PRAGMA user_version = 0');
  }

  isFull(): boolean {
    return this.#jobs >= this.#room;
  }

  begin(): void {
    this.#begin.run();
  }

  commit(jobs: number): void {
    this.#commit.run();
    this.#jobs += jobs;
  }

  rollback(): void {
    if (this.#database.isTransaction) this.#rollback.run();
  }

  flush(): Promise<void> {
    return this.#flushFile(this.#files.log);
  }

  /**
   * Copies the log into the database, and begins it anew. In this order, each step on the disk before the next: the
   * log, all of it; the database; the first frame of the new log, without which the old frames before a new one would
   * count again.
   */
  async tidy(): Promise<void> {
    const jobs = this.#jobs;
    this.#jobs = 0;
    let pages: number;
    try {
      ({ log: pages } = this.#checkpoint.get() as { log: number });
    } catch {
      // No room in the database, say: the log goes on, and is copied another time.
      return;
    }
    this.#room = Math.min(
      mostRoom,
      Math.max(leastRoom, Math.round((jobs * pagesAtOnce) / Math.max(pages, 1))),
    );
    await this.#flushFile(this.#files.main);
    this.#touch.run();
    await this.#flushFile(this.#files.log);
  }

  /** To be called when all is flushed: SQLite copies the log and takes it away, in its own careful order. */
  close(): void {
    this.#database.exec('PRAGMA synchronous = FULL');
    this.#database.close();
    this.#files.close();
  }
}
