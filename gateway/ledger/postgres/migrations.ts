import { type Generated, type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

import { type Flag, migrations, type Tables } from '../migrations.ts';

/** The ledger's tables where several gateways share them: what the embedded store has, and who does what. */
export interface PostgresTables extends Tables {
  creations: Tables['creations'] & {
    /** The gateway that asks Kling, or finds out how that ended. */
    holder: string | null;
    /** The call is under way, as far as its holder lives. */
    under_way: Flag;
  };
  /** `holder` is the gateway that looks at the task; it counts while that gateway lives. */
  tasks: Tables['tasks'] & { holder: Generated<string | null> };
  /**
   * Every state that subscribers are told of, numbered in the order of the commits: whoever has read up to a number
   * has missed nothing before it.
   */
  changes: { change: Generated<number>; task_id: string; row: string };
  /** The gateways' leases, one row each, so that renewing one costs one write however many tasks it holds. */
  gateways: { id: string; since: Generated<Date>; alive_until: Date };
  /** Which tasks somebody watches, and at which gateway. */
  watches: { task_id: string; gateway: string };
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

/** Those of both stores, then those of this one. Their names are not in one order; each list is. */
export const postgresMigrations: Readonly<Record<string, Migration>> = {
  ...migrations,
  'postgres-001-sharing': { up: sharing },
};
