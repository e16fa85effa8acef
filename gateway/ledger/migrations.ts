import { type Generated, type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** A boolean, as SQLite stores it. */
export type Flag = 0 | 1;

/** The ledger's tables. Times are Unix milliseconds. */
export interface Tables {
  /** Every create by its external ID: written before Kling is called, then again with the result. */
  creations: {
    external_id: string;
    fingerprint: string;
    /** `UNRESOLVED`: the result is unknown. `NOT_CREATED`: Kling turned out to have created nothing. */
    state: 'UNRESOLVED' | 'CREATED' | 'NOT_CREATED';
    task_id: string | null;
    requested_by: string | null;
    created_at: number;
  };
  /** Callback tokens, by hash: the database reveals no token, and the timing of a lookup leaks nothing about one. */
  callback_tokens: { hash: string; external_id: string };
  tasks: {
    id: string;
    external_id: string | null;
    version: number;
    /** The task as JSON. */
    task: string;
    /** See `TaskRow`, as for the next one. */
    created_here: Flag;
    awaiting_details: Flag;
    /** Final, with its details: never fetched again. */
    complete: Flag;
    recorded_at: number;
  };
  /** Which task created an element, where known, and whether the element was deleted. */
  elements: { id: string; task_id: string | null; deleted: Flag };
  /**
   * The change log: every state that is published to subscribers, numbered in commit order. A reader that has read up
   * to a number has missed nothing before it. The row is JSON; it outlives its task.
   */
  changes: { sequence: Generated<number>; task_id: string; row: string; at: Generated<number> };
}

async function tables(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('creations')
    .addColumn('external_id', 'text', (column) => column.primaryKey())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('task_id', 'text')
    .addColumn('asked_by', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('creations_by_state').on('creations').column('state').execute();
  await schema
    .createTable('callback_tokens')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('external_id', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createIndex('callback_tokens_by_creation')
    .on('callback_tokens')
    .column('external_id')
    .execute();
  await schema
    .createTable('tasks')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('external_id', 'text')
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('task', 'text', (column) => column.notNull())
    .addColumn('ours', 'smallint', (column) => column.notNull())
    .addColumn('held', 'smallint', (column) => column.notNull())
    .addColumn('settled', 'smallint', (column) => column.notNull())
    .addColumn('recorded_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('tasks_by_external_id').on('tasks').column('external_id').execute();
  await schema.createIndex('tasks_to_look_at').on('tasks').columns(['settled', 'ours', 'id']).execute();
  await schema
    .createTable('elements')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('task_id', 'text')
    .addColumn('deleted', 'smallint', (column) => column.notNull())
    .execute();
}

/** For purging by age. */
async function indexesByAge({ schema }: Kysely<unknown>): Promise<void> {
  await schema.createIndex('tasks_by_age').on('tasks').columns(['settled', 'recorded_at']).execute();
  await schema.createIndex('creations_by_age').on('creations').columns(['state', 'created_at']).execute();
  await schema.createIndex('elements_by_task').on('elements').column('task_id').execute();
}

const newNames = {
  tasks: { ours: 'created_here', held: 'awaiting_details', settled: 'complete' },
  creations: { asked_by: 'requested_by' },
};
const newStates = { ASKED: 'UNRESOLVED', MADE: 'CREATED', NOT_MADE: 'NOT_CREATED' };

/** Renames columns and states. The data stays as it is, and indexes follow their columns. */
export async function plainNames(database: Kysely<unknown>): Promise<void> {
  for (const [table, columns] of Object.entries(newNames)) {
    for (const [from, to] of Object.entries(columns)) {
      await database.schema.alterTable(table).renameColumn(from, to).execute();
    }
  }
  const creations = database.$extendTables<{ creations: { state: string } }>();
  for (const [from, to] of Object.entries(newStates)) {
    await creations.updateTable('creations').set({ state: to }).where('state', '=', from).execute();
  }
}

async function plainNamesInSqlite(database: Kysely<unknown>): Promise<void> {
  await plainNames(database);
  await database.schema.dropIndex('tasks_to_look_at').execute();
  await database.schema
    .createIndex('tasks_to_poll')
    .on('tasks')
    .columns(['complete', 'created_here', 'id'])
    .execute();
}

/** A number that was given to a deleted change is not given again: the newest change is never deleted. */
async function changeLog({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('changes')
    .addColumn('sequence', 'integer', (column) => column.primaryKey())
    .addColumn('task_id', 'text', (column) => column.notNull())
    .addColumn('row', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull().defaultTo(sql`(unixepoch('subsec') * 1000)`))
    .execute();
}

/**
 * The first migrations of both stores. Migrations go forwards only and run in the order of their names; one that has
 * been released is never edited. Each store continues with a list of its own: a new step that both need goes into
 * both lists, because on PostgreSQL it has to run after that store's own steps.
 */
export const firstMigrations: Readonly<Record<string, Migration>> = {
  '001-tables': { up: tables },
  '002-indexes-by-age': { up: indexesByAge },
};

export const sqliteMigrations: Readonly<Record<string, Migration>> = {
  ...firstMigrations,
  '003-plain-names': { up: plainNamesInSqlite },
  '004-change-log': { up: changeLog },
};
