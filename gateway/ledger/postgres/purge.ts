import { changesPerTask, expired } from '../change.ts';
import type { Queries } from './database.ts';

/**
 * Deletes what is older than a time, within a transaction: complete tasks with their elements, creates whose task is
 * gone, and changes. Rows that another gateway is deleting at the moment are skipped.
 *
 * @param before Unix milliseconds
 * @param limit the most tasks, and the most creates, to delete; of changes, four times as many
 * @returns the number of rows deleted
 */
export async function purgeIn(queries: Queries, before: number, limit: number): Promise<number> {
  const tasks = await queries
    .deleteFrom('tasks')
    .where('id', 'in', (old) =>
      old
        .selectFrom('tasks')
        .select('id')
        .where('complete', '=', 1)
        .where('recorded_at', '<', before)
        .orderBy('recorded_at')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returning('id')
    .execute();
  const ids = tasks.map(({ id }) => id);
  if (ids.length > 0) await queries.deleteFrom('elements').where('task_id', 'in', ids).execute();

  const creations = await queries
    .deleteFrom('creations')
    .where('external_id', 'in', (old) =>
      old
        .selectFrom('creations')
        .select('external_id')
        .where('state', 'in', ['CREATED', 'NOT_CREATED'])
        .where('created_at', '<', before)
        .where((creation) =>
          creation.not(
            creation.exists(
              creation.selectFrom('tasks').select('id').whereRef('tasks.id', '=', 'creations.task_id'),
            ),
          ),
        )
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returning('external_id')
    .execute();
  const externalIds = creations.map((creation) => creation.external_id);
  if (externalIds.length > 0) {
    await queries.deleteFrom('callback_tokens').where('external_id', 'in', externalIds).execute();
  }
  return tasks.length + creations.length + (await purgeChanges(queries, before, changesPerTask * limit));
}

async function purgeChanges(queries: Queries, before: number, limit: number): Promise<number> {
  const first = await queries
    .selectFrom('changes')
    .select(['sequence', 'at'])
    .orderBy('sequence')
    .limit(limit + 1)
    .execute();
  const old = expired(first, before);
  if (old === undefined) return 0;
  await queries.deleteFrom('changes').where('sequence', '<=', old.upTo).execute();
  return old.count;
}
