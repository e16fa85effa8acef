import { hasDetails, isFinal, mergeTask, type Task } from '@kling-elements/validation';

/** What the ledger stores about a task. */
export interface TaskRow {
  readonly task: Task;
  /** The number of states of the task that have been published: grows by one with each change of status. */
  readonly version: number;
  /** Created through this gateway: polled until it is final, with or without subscribers. */
  readonly createdHere: boolean;
  /**
   * A callback reported the final status without the elements. It is not published, nor counted in the version, until
   * Kling's own record supplies them.
   */
  readonly awaitingDetails: boolean;
  /** When the ledger first recorded the task, in Unix milliseconds of the gateway's clock. */
  readonly recordedAt: number;
}

/** A newly learned state of a task. */
export interface TaskUpdate {
  readonly task: Task;
  /** Whether it comes from Kling's own record (get, list, create). The body of a callback may contain less. */
  readonly confirmed: boolean;
}

/** Whether everything about the task is known and published, so that it is never fetched again. */
export function isComplete(row: TaskRow): boolean {
  return isFinal(row.task.status) && !row.awaitingDetails;
}

/**
 * Applies an update to a row. Returns the same object if the update changes nothing.
 *
 * @param known the row before the update; undefined if there is none
 * @param createdHere whether the update comes from a create of this gateway
 * @param at Unix milliseconds, for a new row
 */
export function advance(
  known: TaskRow | undefined,
  update: TaskUpdate,
  { createdHere, at }: { readonly createdHere: boolean; readonly at: number },
): TaskRow {
  const { task, statusChanged } = mergeTask(known?.task, update.task);
  const hasAllDetails = hasDetails(task) || (update.confirmed && isFinal(update.task.status));
  const awaitingDetails =
    isFinal(task.status) && !hasAllDetails && !(known !== undefined && isComplete(known));
  if (known === undefined)
    return { task, version: awaitingDetails ? 0 : 1, createdHere, awaitingDetails, recordedAt: at };
  if (task === known.task && awaitingDetails === known.awaitingDetails && (known.createdHere || !createdHere))
    return known;
  const published = !awaitingDetails && (statusChanged || known.awaitingDetails);
  return {
    ...known,
    task,
    version: known.version + (published ? 1 : 0),
    createdHere: known.createdHere || createdHere,
    awaitingDetails,
  };
}
