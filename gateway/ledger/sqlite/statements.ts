import { prepareStatement } from './prepared-statement.ts';
import type { ChangePosition } from '../change.ts';
import type { OpenDatabase } from './database.ts';
import type { Flag, Tables } from '../migrations.ts';
import { replacedColumns, type TaskRecord } from '../task-record.ts';

/** All statements of the ledger, prepared once. */
export function prepareStatements({ database, queries }: OpenDatabase) {
  return {
    creation: prepareStatement<{ externalId: string }, Tables['creations']>(database, (value) =>
      queries.selectFrom('creations').selectAll().where('external_id', '=', value('externalId')),
    ),
    writeCreation: prepareStatement<Tables['creations']>(database, (value) =>
      queries
        .insertInto('creations')
        .values({
          external_id: value('external_id'),
          fingerprint: value('fingerprint'),
          state: value('state'),
          task_id: value('task_id'),
          requested_by: value('requested_by'),
          created_at: value('created_at'),
        })
        .onConflict((conflict) =>
          conflict.column('external_id').doUpdateSet((row) => ({
            fingerprint: row.ref('excluded.fingerprint'),
            state: row.ref('excluded.state'),
            task_id: row.ref('excluded.task_id'),
            requested_by: row.ref('excluded.requested_by'),
          })),
        ),
    ),
    recordCreated: prepareStatement<{ externalId: string; taskId: string }>(database, (value) =>
      queries
        .updateTable('creations')
        .set({ state: 'CREATED', task_id: value('taskId') })
        .where('external_id', '=', value('externalId')),
    ),
    recordNotCreated: prepareStatement<{ externalId: string }>(database, (value) =>
      queries
        .updateTable('creations')
        .set({ state: 'NOT_CREATED' })
        .where('external_id', '=', value('externalId'))
        .where('state', '=', 'UNRESOLVED'),
    ),
    deleteCreation: prepareStatement<{ externalId: string }>(database, (value) =>
      queries.deleteFrom('creations').where('external_id', '=', value('externalId')),
    ),
    unresolvedCreations: prepareStatement<object, { external_id: string }>(database, () =>
      queries.selectFrom('creations').select('external_id').where('state', '=', 'UNRESOLVED'),
    ),

    writeToken: prepareStatement<Tables['callback_tokens']>(database, (value) =>
      queries
        .insertInto('callback_tokens')
        .values({ hash: value('hash'), external_id: value('external_id') })
        .onConflict((conflict) => conflict.column('hash').doNothing()),
    ),
    deleteTokens: prepareStatement<{ externalId: string }>(database, (value) =>
      queries.deleteFrom('callback_tokens').where('external_id', '=', value('externalId')),
    ),
    creationByToken: prepareStatement<
      { hash: string },
      Pick<Tables['creations'], 'external_id' | 'task_id' | 'requested_by'>
    >(database, (value) =>
      queries
        .selectFrom('callback_tokens')
        .innerJoin('creations', 'creations.external_id', 'callback_tokens.external_id')
        .select(['creations.external_id', 'creations.task_id', 'creations.requested_by'])
        .where('callback_tokens.hash', '=', value('hash')),
    ),

    task: prepareStatement<{ id: string }, TaskRecord>(database, (value) =>
      queries.selectFrom('tasks').selectAll().where('id', '=', value('id')),
    ),
    taskByExternalId: prepareStatement<{ externalId: string }, TaskRecord>(database, (value) =>
      queries
        .selectFrom('tasks')
        .selectAll()
        .where('external_id', '=', value('externalId'))
        .orderBy('recorded_at', 'desc')
        .limit(1),
    ),
    writeTask: prepareStatement<TaskRecord>(database, (value) =>
      queries
        .insertInto('tasks')
        .values({
          id: value('id'),
          external_id: value('external_id'),
          version: value('version'),
          task: value('task'),
          created_here: value('created_here'),
          awaiting_details: value('awaiting_details'),
          complete: value('complete'),
          recorded_at: value('recorded_at'),
        })
        .onConflict((conflict) => conflict.column('id').doUpdateSet((row) => replacedColumns(row))),
    ),
    // These two leave as many indexes as possible untouched.
    advanceTask: prepareStatement<TaskRecord>(database, (value) =>
      queries
        .updateTable('tasks')
        .set({ version: value('version'), task: value('task'), awaiting_details: value('awaiting_details') })
        .where('id', '=', value('id')),
    ),
    completeTask: prepareStatement<TaskRecord>(database, (value) =>
      queries
        .updateTable('tasks')
        .set({
          version: value('version'),
          task: value('task'),
          created_here: value('created_here'),
          awaiting_details: value('awaiting_details'),
          complete: value('complete'),
        })
        .where('id', '=', value('id')),
    ),
    incompleteTasks: prepareStatement<{ recordedSince: number; after: string; limit: number }, TaskRecord>(
      database,
      (value) =>
        queries
          .selectFrom('tasks')
          .selectAll()
          .where('complete', '=', 0)
          .where('created_here', '=', 1)
          .where('id', '>', value('after'))
          .where('recorded_at', '>=', value('recordedSince'))
          .orderBy('id')
          .limit(value('limit')),
    ),

    oldTasks: prepareStatement<{ before: number; limit: number }, { id: string }>(database, (value) =>
      queries
        .selectFrom('tasks')
        .select('id')
        .where('complete', '=', 1)
        .where('recorded_at', '<', value('before'))
        .orderBy('recorded_at')
        .limit(value('limit')),
    ),
    deleteTask: prepareStatement<{ id: string }>(database, (value) =>
      queries.deleteFrom('tasks').where('id', '=', value('id')),
    ),
    deleteElements: prepareStatement<{ taskId: string }>(database, (value) =>
      queries.deleteFrom('elements').where('task_id', '=', value('taskId')),
    ),
    oldCreations: prepareStatement<{ before: number; limit: number }, { external_id: string }>(
      database,
      (value) =>
        queries
          .selectFrom('creations')
          .leftJoin('tasks', 'tasks.id', 'creations.task_id')
          .select('creations.external_id')
          .where('creations.state', 'in', ['CREATED', 'NOT_CREATED'])
          .where('creations.created_at', '<', value('before'))
          .where('tasks.id', 'is', null)
          .limit(value('limit')),
    ),

    element: prepareStatement<{ id: string }, Tables['elements']>(database, (value) =>
      queries.selectFrom('elements').selectAll().where('id', '=', value('id')),
    ),
    insertElement: prepareStatement<{ id: string; taskId: string; deleted: Flag }>(database, (value) =>
      queries
        .insertInto('elements')
        .values({ id: value('id'), task_id: value('taskId'), deleted: value('deleted') })
        .onConflict((conflict) => conflict.column('id').doNothing()),
    ),
    // A deleted element stays deleted, whatever is written.
    writeElement: prepareStatement<
      { id: string; taskId: string | null; deleted: Flag },
      Pick<Tables['elements'], 'deleted'>
    >(database, (value) =>
      queries
        .insertInto('elements')
        .values({ id: value('id'), task_id: value('taskId'), deleted: value('deleted') })
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet((row) => ({
            task_id: row.ref('excluded.task_id'),
            deleted: row.fn<Flag>('max', ['elements.deleted', 'excluded.deleted']),
          })),
        )
        .returning('deleted'),
    ),

    logChange: prepareStatement<{ taskId: string; row: string; at: number }>(database, (value) =>
      queries.insertInto('changes').values({ task_id: value('taskId'), row: value('row'), at: value('at') }),
    ),
    change: prepareStatement<ChangePosition, { sequence: number }>(database, (value) =>
      queries
        .selectFrom('changes')
        .select('sequence')
        .where('sequence', '=', value('sequence'))
        .where('at', '=', value('at')),
    ),
    newestChange: prepareStatement<object, ChangePosition>(database, () =>
      queries.selectFrom('changes').select(['sequence', 'at']).orderBy('sequence', 'desc').limit(1),
    ),
    changesAfter: prepareStatement<
      { sequence: number; limit: number },
      { sequence: number; at: number; row: string }
    >(database, (value) =>
      queries
        .selectFrom('changes')
        .select(['sequence', 'at', 'row'])
        .where('sequence', '>', value('sequence'))
        .orderBy('sequence')
        .limit(value('limit')),
    ),
    firstChanges: prepareStatement<{ limit: number }, ChangePosition>(database, (value) =>
      queries.selectFrom('changes').select(['sequence', 'at']).orderBy('sequence').limit(value('limit')),
    ),
    deleteChanges: prepareStatement<{ upTo: number }>(database, (value) =>
      queries.deleteFrom('changes').where('sequence', '<=', value('upTo')),
    ),
  };
}

export type Statements = ReturnType<typeof prepareStatements>;
