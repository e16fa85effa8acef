import { type ExpressionBuilder, expressionBuilder, sql } from 'kysely';

import type { PostgresTables } from '../migrations.ts';

type OfGateway = ExpressionBuilder<PostgresTables, 'gateways'>;
type OfTask = ExpressionBuilder<PostgresTables, 'tasks'>;

/** A time relative to the database's clock, which is the same for all gateways. */
export function fromNow(milliseconds: number) {
  return sql<Date>`now() + make_interval(secs => ${milliseconds / 1000})`;
}

/** The gateway's lease has not expired. */
export function isAlive(gateway: Pick<OfGateway, 'eb'> | OfGateway) {
  return (gateway as OfGateway)('gateways.lease_expires_at', '>', sql<Date>`now()`);
}

/** The gateway that acquired the row is alive, or was until `graceMs` milliseconds ago. */
export function isAcquired(column: 'tasks.acquired_by' | 'creations.acquired_by', graceMs = 0) {
  const row = expressionBuilder<PostgresTables, 'tasks' | 'creations'>();
  return row.exists(
    row
      .selectFrom('gateways')
      .select('gateways.id')
      .whereRef('gateways.id', '=', column)
      .where('gateways.lease_expires_at', '>', fromNow(-graceMs)),
  );
}

/** The task has subscribers at a gateway that is alive. */
export function isWatched(task: OfTask) {
  return task.exists(
    task
      .selectFrom('watched_tasks')
      .innerJoin('gateways', 'gateways.id', 'watched_tasks.gateway')
      .select('gateways.id')
      .whereRef('watched_tasks.task_id', '=', 'tasks.id')
      .where((gateway) => isAlive(gateway)),
  );
}

/** The task has to be polled: it was created through a gateway and is not too old, or it is watched. */
export type NeedsPolling = ReturnType<typeof needsPolling>;

/** @param recordedSince Unix milliseconds: older tasks are polled only while they are watched */
export function needsPolling(recordedSince: number) {
  return (task: OfTask) =>
    task.or([
      task.and([task('tasks.created_here', '=', 1), task('tasks.recorded_at', '>=', recordedSince)]),
      isWatched(task),
    ]);
}
