import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';

import { sqliteMigrations, type Tables } from '../migrations.ts';

export interface OpenDatabase {
  readonly database: DatabaseSync;
  /** Query builder for the database. */
  readonly queries: Kysely<Tables>;
  readonly files: DatabaseFiles;
}

/** The database's files, opened a second time in order to flush them. */
export interface DatabaseFiles {
  readonly main: number;
  readonly wal: number;
  /** Call it only after SQLite has closed them: closing the main file releases SQLite's lock on it. */
  readonly close: () => void;
}

const fileName = 'ledger.sqlite';

/**
 * Opens the ledger's database in a folder, exclusively for this process, and migrates its tables.
 *
 * @throws Error with a message of one line that says what to do
 */
export async function openDatabase(dataDir: string): Promise<OpenDatabase> {
  const database = openFile(dataDir);
  try {
    const queries = new Kysely<Tables>({ dialect: new SqliteDialect({ database: adaptToKysely(database) }) });
    const { error } = await new Migrator({
      db: queries,
      provider: { getMigrations: () => Promise.resolve({ ...sqliteMigrations }) },
    }).migrateToLatest();
    if (error !== undefined) {
      throw new Error(
        `The ledger in ${dataDir} cannot be migrated (${messageOf(error)}). If a newer gateway wrote it, use that version or another DATA_DIR.`,
        { cause: error },
      );
    }
    return { database, queries, files: openFiles(dataDir) };
  } catch (error) {
    database.close();
    throw error;
  }
}

function openFile(dataDir: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    createFolder(dataDir);
    database = new DatabaseSync(join(dataDir, fileName));
    // Set before the first access: keeps a second gateway out and needs no shared memory file.
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = FULL');
    // The smallest possible write: it shows whether the folder is writable, and syncs the directory entry of a new WAL file.
    database.exec('PRAGMA user_version = 0');
    return database;
  } catch (error) {
    database?.close();
    throw new Error(
      isLocked(error)
        ? `Another gateway is using the ledger in ${dataDir}. Stop it, or give this one another DATA_DIR.`
        : `The ledger in ${dataDir} cannot be opened (${messageOf(error)}). Make the folder writable, or choose another DATA_DIR.`,
      { cause: error },
    );
  }
}

/** Creates one folder at a time: below /proc, `mkdirSync` with `recursive` never returns. */
function createFolder(path: string): void {
  if (existsSync(path)) return;
  createFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

function openFiles(dataDir: string): DatabaseFiles {
  const main = openSync(join(dataDir, fileName), 'r+');
  const wal = openSync(join(dataDir, `${fileName}-wal`), 'r+');
  return {
    main,
    wal,
    close: () => {
      closeSync(main);
      closeSync(wal);
    },
  };
}

/** SQLITE_BUSY */
const busy = 5;

function isLocked(error: unknown): boolean {
  return (error as { errcode?: unknown } | null)?.errcode === busy;
}

function messageOf(error: unknown): string {
  return String((error as { message?: unknown } | null)?.message ?? error);
}

/** Adapts Node's SQLite to what Kysely's dialect expects. */
function adaptToKysely(database: DatabaseSync): SqliteDatabase {
  return {
    close: () => {
      database.close();
    },
    prepare: (sql) => {
      const statement = database.prepare(sql);
      type Values = Parameters<typeof statement.all>;
      return {
        reader: statement.columns().length > 0,
        all: (values) => statement.all(...(values as Values)),
        run: (values) => statement.run(...(values as Values)),
        iterate: (values) => statement.iterate(...(values as Values)),
      };
    },
  };
}
