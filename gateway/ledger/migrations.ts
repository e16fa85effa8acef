import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Yes and no as SQLite has them. */
export type Flag = 0 | 1;

/** The ledger's tables. Times are Unix milliseconds. */
export interface Tables {
  /** Every create by its external id; the intention first, then the outcome. */
  creations: {
    external_id: string;
    fingerprint: string;
    /** `ASKED`: Kling's answer is not known. `NOT_MADE`: it turned out that nothing was made. */
    state: 'ASKED' | 'MADE' | 'NOT_MADE';
    task_id: string | null;
    asked_by: string | null;
    created_at: number;
  };
  /** Callback tokens by their hash: whoever reads the file learns no token, and looking one up tells no time. */
  callback_tokens: { hash: string; external_id: string };
  tasks: {
    id: string;
    external_id: string | null;
    version: number;
    /** The task as JSON. */
    task: string;
    ours: Flag;
    held: Flag;
    settled: Flag;
    recorded_at: number;
  };
  /** Which task an element came from, as far as known, and whether it was deleted. */
  elements: { id: string; task_id: string | null; deleted: Flag };
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

/** What cleaning up by age looks for. */
async function indexesByAge({ schema }: Kysely<unknown>): Promise<void> {
  await schema.createIndex('tasks_by_age').on('tasks').columns(['settled', 'recorded_at']).execute();
  await schema.createIndex('creations_by_age').on('creations').columns(['state', 'created_at']).execute();
  await schema.createIndex('elements_by_task').on('elements').column('task_id').execute();
}

/** Forwards only, by name; one that has been released is never edited. */
export const migrations: Readonly<Record<string, Migration>> = {
  '001-tables': { up: tables },
  '002-indexes-by-age': { up: indexesByAge },
};
