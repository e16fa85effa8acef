import { isComplete, isFinal, mergeTask, type Task } from '@kling-elements/validation';

/** What the ledger holds of a task. */
export interface TaskRow {
  readonly task: Task;
  /** How many states of the task have been told to subscribers: one more with each change of status. */
  readonly version: number;
  /** Made through this gateway: looked at until it is final, whether somebody watches or not. */
  readonly ours: boolean;
  /**
   * A callback brought the final status without the elements: known, but not told before Kling's own record has
   * filled it in. The version does not count such a state.
   */
  readonly held: boolean;
  /** When the ledger first wrote of it, in Unix milliseconds of this side's clock. */
  readonly recordedAt: number;
}

/** Something learned about a task. */
export interface News {
  readonly task: Task;
  /** From Kling's own record (get, list, create); a callback's body may say less than that. */
  readonly confirmed: boolean;
}

/** Whether all there is to know is known and told: such a task is never asked for again. */
export function isSettled(row: TaskRow): boolean {
  return isFinal(row.task.status) && !row.held;
}

/**
 * A row after some news. The very row that was there when the news changed nothing.
 *
 * @param ours the news comes from a create of this gateway's
 * @param at Unix milliseconds, for a row that is new
 */
export function advance(
  known: TaskRow | undefined,
  news: News,
  { ours, at }: { readonly ours: boolean; readonly at: number },
): TaskRow {
  const { task, statusChanged } = mergeTask(known?.task, news.task);
  const believed = isComplete(task) || (news.confirmed && isFinal(news.task.status));
  const held = isFinal(task.status) && !believed && !(known !== undefined && isSettled(known));
  if (known === undefined) return { task, version: held ? 0 : 1, ours, held, recordedAt: at };
  if (task === known.task && held === known.held && (known.ours || !ours)) return known;
  const told = !held && (statusChanged || known.held);
  return { ...known, task, version: known.version + (told ? 1 : 0), ours: known.ours || ours, held };
}
