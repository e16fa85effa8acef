import type { ProblemError } from '@kling-elements/validation';

import type { TaskRow } from './task-row.ts';

/** Called when this gateway's part of the work changes. */
export interface WorkHandlers {
  /** Unix milliseconds: tasks created here that were first recorded earlier are polled only while they are watched. */
  recordedSince(): number;
  /** From now on this gateway polls the task. @param watched it has subscribers, at any gateway */
  onAcquired(row: TaskRow, watched: boolean): void;
  /** An acquired task has subscribers now. */
  onWatched(row: TaskRow): void;
  /** An acquired task has no subscribers any more. */
  onUnwatched(taskId: string): void;
  /** This gateway no longer polls the task. */
  onReleased(taskId: string): void;
  /** This gateway reconciles creates of a gateway that is gone. */
  onCreationsAcquired(externalIds: readonly string[]): void;
  /** Another gateway received a sign that the task has changed. */
  onHint(taskId: string): void;
  /** Another gateway stopped polling the task for good. */
  onAbandoned(taskId: string, why: ProblemError): void;
}

/** The work that several gateways on one store divide among themselves. */
export interface WorkCoordinator {
  /** Starts to acquire work. */
  start(handlers: WorkHandlers): void;
  /** An incomplete task has a subscriber here; call {@link unwatch} once for each call. */
  watch(taskId: string): void;
  unwatch(taskId: string): void;
  /** Whether the task has subscribers at any gateway, so that it is polled. */
  isWatched(taskId: string): Promise<boolean>;
  /** Something happened to a task that this gateway does not poll. @returns whether another one does */
  hint(taskId: string): Promise<boolean>;
  /** This gateway stops polling the task for good: every gateway ends its subscriptions to it with this problem. */
  abandon(taskId: string, why: ProblemError): void;
  /** The call of a create ended without a clear result: a repeat need not wait for this gateway. */
  markUnresolved(externalId: string): Promise<void>;
  /** Whether another gateway is creating under the external ID right now. */
  isCreatingElsewhere(externalId: string): Promise<boolean>;
}
