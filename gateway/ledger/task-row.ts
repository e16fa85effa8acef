import { hasDetails, isFinal, mergeTask, type Task } from '@kling-elements/validation';

/** What the ledger holds of a task. */
export interface TaskRow {
  readonly task: Task;
  /** How many states of the task have been told to subscribers: one more with each change of status. */
  readonly version: number;
  /** Made through this gateway: looked at until it is final, whether somebody watches or not. */
  readonly createdHere: boolean;
  /**
   * A callback brought the final status without the elements: known, but not told before Kling's own record has
   * filled it in. The version does not count such a state.
   */
  readonly awaitingDetails: boolean;
  /** When the ledger first wrote of it, in Unix milliseconds of this side's clock. */
  readonly recordedAt: number;
}

/** Something learned about a task. */
export interface TaskUpdate {
  readonly task: Task;
  /** From Kling's own record (get, list, create); a callback's body may say less than that. */
  readonly confirmed: boolean;
}

/** Whether all there is to know is known and told: such a task is never asked for again. */
export function isComplete(row: TaskRow): boolean {
  return isFinal(row.task.status) && !row.awaitingDetails;
}

/**
 * A row after an update. The very row that was there when the update changed nothing.
 *
 * @param createdHere the update comes from a create of this gateway
 * @param at Unix milliseconds, for a row that is new
 */
export function advance(
  known: TaskRow | undefined,
  update: TaskUpdate,
  { createdHere, at }: { readonly createdHere: boolean; readonly at: number },
): TaskRow {
  const { task, statusChanged } = mergeTask(known?.task, update.task);
  const believed = hasDetails(task) || (update.confirmed && isFinal(update.task.status));
  const awaitingDetails = isFinal(task.status) && !believed && !(known !== undefined && isComplete(known));
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
