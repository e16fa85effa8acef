import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';

import { sqliteMigrations, type Tables } from '../migrations.ts';

export interface OpenDatabase {
  readonly database: DatabaseSync;
  /** Writes queries for the database. */
  readonly queries: Kysely<Tables>;
  readonly files: DatabaseFiles;
}

/** The database's files, open beside SQLite in order to be flushed. */
export interface DatabaseFiles {
  readonly main: number;
  readonly log: number;
  /** Not before SQLite has closed them: to close the main one takes SQLite's lock off it. */
  readonly close: () => void;
}

const fileName = 'ledger.sqlite';

/**
 * Opens the ledger's file in a folder, for this process alone, with its tables up to date.
 *
 * @throws Error in one line that says what to do
 */
export async function openDatabase(dataDir: string): Promise<OpenDatabase> {
  const database = openFile(dataDir);
  try {
    const queries = new Kysely<Tables>({ dialect: new SqliteDialect({ database: forKysely(database) }) });
    const { error } = await new Migrator({
      db: queries,
      provider: { getMigrations: () => Promise.resolve({ ...sqliteMigrations }) },
    }).migrateToLatest();
    if (error !== undefined) {
      throw new Error(
        `The ledger in ${dataDir} cannot be brought up to date (${textOf(error)}); was it written by a newer gateway? Use that one, or another DATA_DIR.`,
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
    makeFolder(dataDir);
    database = new DatabaseSync(join(dataDir, fileName));
    // Exclusive before the first access: no second gateway, and no shared memory file.
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = FULL');
    // The smallest write there is: it finds out whether one can write, and puts a new log's name on the disk.
    database.exec('PRAGMA user_version = 0');
    return database;
  } catch (error) {
    database?.close();
    throw new Error(
      isLocked(error)
        ? `Another gateway uses the ledger in ${dataDir}; stop it, or give this one another DATA_DIR.`
        : `The ledger in ${dataDir} cannot be opened (${textOf(error)}); make the folder writable, or choose another DATA_DIR.`,
      { cause: error },
    );
  }
}

/** One by one: below /proc, Node's own `recursive` never ends. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

function openFiles(dataDir: string): DatabaseFiles {
  const main = openSync(join(dataDir, fileName), 'r+');
  const log = openSync(join(dataDir, `${fileName}-wal`), 'r+');
  return {
    main,
    log,
    close: () => {
      closeSync(main);
      closeSync(log);
    },
  };
}

/** SQLITE_BUSY */
const busy = 5;

function isLocked(error: unknown): boolean {
  return (error as { errcode?: unknown } | null)?.errcode === busy;
}

function textOf(error: unknown): string {
  return String((error as { message?: unknown } | null)?.message ?? error);
}

/** Node's SQLite in the shape that Kysely's dialect knows. */
function forKysely(database: DatabaseSync): SqliteDatabase {
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
