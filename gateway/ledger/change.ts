import type { TaskRow } from './task-row.ts';

/** The position of a change in the log. */
export interface ChangePosition {
  /** Grows from change to change, not always by one. */
  readonly sequence: number;
  /** When the change was logged, in Unix milliseconds. Tells equal numbers of different logs apart. */
  readonly at: number;
}

/** An entry of the change log: a row whose version has grown. */
export interface Change extends ChangePosition {
  /** As it was then. */
  readonly row: TaskRow;
}

/** For the pace of deleting them: a task has a few. */
export const changesPerTask = 4;

/**
 * How much of the log's beginning is too old. The last position given is never included, so that the newest change is
 * kept.
 *
 * @param first the log's first positions, in order
 * @param before Unix milliseconds
 */
export function expired(
  first: readonly ChangePosition[],
  before: number,
): { readonly count: number; readonly upTo: number } | undefined {
  const kept = first.findIndex(({ at }, index) => at >= before || index === first.length - 1);
  const last = first[kept - 1];
  return last && { count: kept, upTo: last.sequence };
}
