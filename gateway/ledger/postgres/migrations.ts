import { type Generated, type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

import { firstMigrations, type Flag, plainNames, type Tables } from '../migrations.ts';

/** The ledger's tables where several gateways share them: those of the embedded store, and who does what. */
export interface PostgresTables extends Tables {
  creations: Tables['creations'] & {
    /** The gateway that calls Kling, or reconciles the create afterwards. */
    acquired_by: string | null;
    /** That gateway's call is still in progress, provided that the gateway is alive. */
    in_progress: Flag;
  };
  /** `acquired_by` is the gateway that polls the task; it counts while that gateway is alive. */
  tasks: Tables['tasks'] & { acquired_by: Generated<string | null> };
  /** One lease per gateway, so that renewing it is one write however many tasks the gateway has acquired. */
  gateways: { id: string; joined_at: Generated<Date>; lease_expires_at: Date };
  /** Which tasks have subscribers, and at which gateway. */
  watched_tasks: { task_id: string; gateway: string };
}

async function sharing(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .alterTable('creations')
    .addColumn('holder', 'text')
    .addColumn('under_way', 'smallint', (column) => column.notNull().defaultTo(0))
    .execute();
  await schema.alterTable('tasks').addColumn('holder', 'text').execute();
  await schema
    .createIndex('tasks_unsettled')
    .on('tasks')
    .column('id')
    .where(sql.ref('settled'), '=', sql.lit(0))
    .execute();
  await schema
    .createTable('changes')
    .addColumn('change', 'bigserial', (column) => column.primaryKey())
    .addColumn('task_id', 'text', (column) => column.notNull().references('tasks.id').onDelete('cascade'))
    .addColumn('row', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('changes_by_task').on('changes').column('task_id').execute();
  await schema
    .createTable('gateways')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('since', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn('alive_until', 'timestamptz', (column) => column.notNull())
    .execute();
  await schema
    .createTable('watches')
    .addColumn('task_id', 'text', (column) => column.notNull())
    .addColumn('gateway', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('watches_key', ['task_id', 'gateway'])
    .execute();
}

const newNames = {
  creations: { holder: 'acquired_by', under_way: 'in_progress' },
  tasks: { holder: 'acquired_by' },
  changes: { change: 'sequence' },
  gateways: { since: 'joined_at', alive_until: 'lease_expires_at' },
};

async function plainNamesInPostgres(database: Kysely<unknown>): Promise<void> {
  await plainNames(database);
  for (const [table, columns] of Object.entries(newNames)) {
    for (const [from, to] of Object.entries(columns)) {
      await database.schema.alterTable(table).renameColumn(from, to).execute();
    }
  }
  await database.schema.alterTable('watches').renameTo('watched_tasks').execute();
  await sql`alter index tasks_to_look_at rename to tasks_to_poll`.execute(database);
  await sql`alter index tasks_unsettled rename to tasks_incomplete`.execute(database);
  await sql`alter index watches_key rename to watched_tasks_key`.execute(database);
}

/** Changes outlive their tasks, so that those who go on behind them miss nothing, and are deleted by age. */
async function changesByAge({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .alterTable('changes')
    .addColumn('at', 'bigint', (column) =>
      column.notNull().defaultTo(sql`(extract(epoch from clock_timestamp()) * 1000)::bigint`),
    )
    .execute();
  await schema.alterTable('changes').dropConstraint('changes_task_id_fkey').execute();
  await schema.dropIndex('changes_by_task').execute();
}

/** The names are in the order of running on a new database; on an old one, either list may have grown. */
export const postgresMigrations: Readonly<Record<string, Migration>> = {
  ...firstMigrations,
  'postgres-001-sharing': { up: sharing },
  'postgres-002-plain-names': { up: plainNamesInPostgres },
  'postgres-003-changes-by-age': { up: changesByAge },
};
