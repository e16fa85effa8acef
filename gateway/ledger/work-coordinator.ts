import type { ProblemError } from '@kling-elements/validation';

import type { TaskRow } from './task-row.ts';

/** What a gateway is told of its part of the work. */
export interface WorkHandlers {
  /** Unix milliseconds: tasks of ours that were first recorded before are looked at no more. */
  recordedSince(): number;
  /** From now on the task is this gateway's to look at. @param watched somebody watches it, at any gateway */
  onAcquired(row: TaskRow, watched: boolean): void;
  /** Of a task that is held: somebody watches it now. */
  onWatched(row: TaskRow): void;
  /** Of a task that is held: nobody watches it any more. */
  onUnwatched(taskId: string): void;
  /** The task is this gateway's no more. */
  onReleased(taskId: string): void;
  /** Creates of a gateway that is gone are this one's to settle. */
  onCreationsAcquired(externalIds: readonly string[]): void;
  /** Another gateway has heard that something happened to the task. */
  onHint(taskId: string): void;
  /** Another gateway looks at the task no more. */
  onAbandoned(taskId: string, why: ProblemError): void;
}

/** The work that several gateways on one store divide among themselves. */
export interface WorkCoordinator {
  /** Takes up a part of the work, and what is told of it. */
  start(handlers: WorkHandlers): void;
  /** Somebody watches an unsettled task here; to be paired with {@link unwatch}. */
  watch(taskId: string): void;
  unwatch(taskId: string): void;
  /** Whether some gateway watches the task, so that it is looked at. */
  isWatched(taskId: string): Promise<boolean>;
  /** Something happened to a task that this gateway does not look at. @returns whether another one does */
  hint(taskId: string): Promise<boolean>;
  /** This gateway looks at the task no more: all that have subscribers tell them why. */
  abandon(taskId: string, why: ProblemError): void;
  /** Whether a create made something is not known: whoever repeats it need not wait for this gateway. */
  markUnresolved(externalId: string): Promise<void>;
}
