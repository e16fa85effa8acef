import type { DatabaseSync, StatementSync } from 'node:sqlite';

import type { DatabaseFiles } from './database.ts';
import type { Journal } from './group-commit.ts';

/** A checkpoint of this many pages blocks everything for about two milliseconds. */
const targetPages = 700;

/** The number of jobs before the first checkpoint, when it is not known yet how many pages a job takes. */
const initialCapacity = 700;
const minCapacity = 50;
const maxCapacity = 5000;

/** Resolves when everything written to an open file is on the disk. */
export type FlushFile = (file: number) => Promise<void>;

/**
 * SQLite's transactions and its write-ahead log. SQLite itself no longer waits for the disk, which would block the
 * event loop (`PRAGMA synchronous = OFF`); files are flushed asynchronously here instead. What is flushed is as durable
 * as under `FULL`. A power failure can only cost the end of the log, because the checksum of each frame covers all
 * frames before it.
 */
export class SqliteWal implements Journal {
  readonly #database: DatabaseSync;
  readonly #files: DatabaseFiles;
  readonly #flushFile: FlushFile;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #rollback: StatementSync;
  readonly #checkpoint: StatementSync;
  readonly #touchHeader: StatementSync;
  #jobs = 0;
  #capacity = initialCapacity;

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
    // Writes the first page unchanged.
    this.#touchHeader = database.prepare('PRAGMA user_version = 0');
  }

  needsCheckpoint(): boolean {
    return this.#jobs >= this.#capacity;
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
    return this.#flushFile(this.#files.wal);
  }

  /**
   * Copies the log into the database and restarts it. Each of these must be on the disk before the next is written:
   * the whole log; the database; the first frame of the restarted log, without which old frames would become valid
   * again.
   */
  async checkpoint(): Promise<void> {
    const jobs = this.#jobs;
    this.#jobs = 0;
    let pages: number;
    try {
      ({ log: pages } = this.#checkpoint.get() as { log: number });
    } catch {
      // For example, the disk is full: the log grows, and the next checkpoint copies it.
      return;
    }
    this.#capacity = Math.min(
      maxCapacity,
      Math.max(minCapacity, Math.round((jobs * targetPages) / Math.max(pages, 1))),
    );
    await this.#flushFile(this.#files.main);
    this.#touchHeader.run();
    await this.#flushFile(this.#files.wal);
  }

  /** Call it when everything is flushed: SQLite copies the log into the database and deletes it, safely. */
  close(): void {
    this.#database.exec('PRAGMA synchronous = FULL');
    this.#database.close();
    this.#files.close();
  }
}
