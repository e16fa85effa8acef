import type { Task } from '@kling-elements/validation';
import type { ExpressionBuilder, OnConflictDatabase, OnConflictTables } from 'kysely';

import { isComplete, type TaskRow } from './task-row.ts';
import type { Tables } from './migrations.ts';

/** A row of the table `tasks`. */
export type TaskRecord = Tables['tasks'];

/** Converts a row for the table, in both stores. */
export function storedOf(row: TaskRow): TaskRecord {
  return {
    id: row.task.id,
    external_id: row.task.externalId,
    version: row.version,
    task: JSON.stringify(row.task),
    created_here: row.createdHere ? 1 : 0,
    awaiting_details: row.awaitingDetails ? 1 : 0,
    complete: isComplete(row) ? 1 : 0,
    recorded_at: row.recordedAt,
  };
}

type Insert = ExpressionBuilder<OnConflictDatabase<Tables, 'tasks'>, OnConflictTables<'tasks'>>;

/** The columns that an upsert replaces: all except when the task was first recorded. */
export function replacedColumns({ ref }: Pick<Insert, 'ref'>) {
  return {
    external_id: ref('excluded.external_id'),
    version: ref('excluded.version'),
    task: ref('excluded.task'),
    created_here: ref('excluded.created_here'),
    awaiting_details: ref('excluded.awaiting_details'),
    complete: ref('excluded.complete'),
  };
}

/** Converts a row back from the table. */
export function rowOf(stored: Omit<TaskRecord, 'complete' | 'id' | 'external_id'>): TaskRow {
  return {
    task: withGenerated(JSON.parse(stored.task) as Task),
    version: stored.version,
    createdHere: stored.created_here === 1,
    awaitingDetails: stored.awaiting_details === 1,
    recordedAt: stored.recorded_at,
  };
}

/** Reads a row back from the change log, which has it as JSON. */
export function loggedRow(json: string): TaskRow {
  const row = JSON.parse(json) as TaskRow;
  return { ...row, task: withGenerated(row.task) };
}

/**
 * Tasks of the first release lack what generations make. Their fields get the order of all tasks, by which they are
 * compared.
 */
function withGenerated(task: Task | Omit<Task, 'videos' | 'images'>): Task {
  if ('videos' in task) return task;
  const { createdAt, updatedAt, unitsCharged, ...before } = task;
  return { ...before, videos: [], images: [], createdAt, updatedAt, unitsCharged };
}

/** Marks those elements of a task that are known to be deleted. */
export function withDeletions(task: Task, isDeleted: (elementId: string) => boolean): Task {
  if (!task.elements.some(({ id, deleted }) => !deleted && isDeleted(id))) return task;
  return {
    ...task,
    elements: task.elements.map((element) =>
      !element.deleted && isDeleted(element.id) ? { ...element, deleted: true } : element,
    ),
  };
}
