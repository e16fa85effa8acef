import type { Change, ChangePosition } from './change.ts';
import type { TaskUpdate, TaskRow } from './task-row.ts';
import type { WorkCoordinator } from './work-coordinator.ts';

/** A value, without a promise if it is available immediately. */
export type MaybePromise<Value> = Value | Promise<Value>;

/** A create that is about to start, as recorded before Kling is called. */
export interface CreationIntent {
  /** The key under which the element is created only once. */
  readonly externalId: string;
  /** See `fingerprintOf`: shows whether a repeat has the same input. */
  readonly fingerprint: string;
  /** Name of the viewer who requested it; null without authentication. */
  readonly requestedBy: string | null;
  /** See `hashOfToken`; null if Kling is not to call back. */
  readonly tokenHash: string | null;
  /** Unix milliseconds. */
  readonly at: number;
}

/**
 * What the ledger knows of a create that is about to start.
 * - `NEW`: it is recorded; nothing was known under the external ID.
 * - `UNRESOLVED`: the same create was started before, and its result is not known.
 * - `IN_PROGRESS`: another gateway is running the same create right now. Nothing is recorded.
 * - `CREATED`: the same create succeeded before: this is its task.
 * - `DIFFERENT_INPUT`: the external ID is taken by another input. Nothing is recorded.
 */
export type BeginCreationResult =
  | { readonly state: 'NEW' | 'UNRESOLVED' | 'DIFFERENT_INPUT' }
  | { readonly state: 'IN_PROGRESS' }
  | { readonly state: 'CREATED'; readonly row: TaskRow };

/** A create, as found by its callback token. */
export interface Creation {
  readonly externalId: string;
  /** Null as long as it is unknown whether there is a task. */
  readonly taskId: string | null;
  /** Name of the viewer who requested it last; null without authentication. */
  readonly requestedBy: string | null;
}

/** Which incomplete tasks to read: a page of those created here, in the order of their IDs. */
export interface IncompleteTasksQuery {
  /** Unix milliseconds: only tasks that were first recorded since. */
  readonly recordedSince: number;
  /** Only IDs after this one; the empty string for the first page. */
  readonly after: string;
  readonly limit: number;
}

/**
 * The authoritative store of tasks and creates. When the promise of a method resolves, what it wrote is durable. All
 * updates go through `advance`, in the transaction that reads the row, so a row only moves forward, whoever writes and
 * in whatever order.
 */
export interface Ledger {
  /** Records that a create starts, unless the external ID is taken. */
  beginCreation(intent: CreationIntent): Promise<BeginCreationResult>;
  /** A create succeeded: its task was created here. @param at Unix milliseconds */
  recordCreated(externalId: string, update: TaskUpdate, at: number): Promise<TaskRow>;
  /** A create was clearly refused: its external ID is free again, and nothing of it is kept. */
  releaseCreation(externalId: string): Promise<void>;
  /** An unresolved create turned out to have created nothing: it may be repeated. Its tokens stay known. */
  recordNotCreated(externalId: string): Promise<void>;
  /** The create that a callback's token was made for. */
  findCreationByToken(tokenHash: string): Promise<Creation | undefined>;
  /** External IDs of the creates whose result is not known. */
  unresolvedCreations(): Promise<string[]>;

  /** Records an update of a task. @param at Unix milliseconds, for a new row. @returns the current row */
  record(update: TaskUpdate, at: number): Promise<TaskRow>;
  /** Records updates of those tasks that have a row, and ignores the others. */
  updateKnown(updates: readonly TaskUpdate[]): Promise<void>;
  /**
   * Finds a task by Kling's task ID or, if there is none, by its external ID. An unchanged row may be the same object
   * each time, and the one that was passed to `onChange`. In the SQLite ledger it is, as long as the row is cached.
   */
  find(key: string): MaybePromise<TaskRow | undefined>;
  /** The task that created the element. */
  findByElement(elementId: string): Promise<TaskRow | undefined>;
  /** Marks the element as deleted, in its row and in all later updates. */
  markElementDeleted(elementId: string): Promise<void>;
  /** Tasks created here that still have to be polled. */
  incompleteTasks(query: IncompleteTasksQuery): Promise<TaskRow[]>;

  /**
   * Deletes complete tasks that were first recorded before the given time, with their elements, creates from before
   * it whose result is known and whose task is not kept, with their tokens, and changes that were logged before it.
   * Incomplete tasks, unresolved creates and the newest change are never deleted.
   *
   * @param before Unix milliseconds
   * @param limit the maximum number of tasks, and of creates, to delete in this call; of changes, four times as many
   * @returns the number of tasks, creates and changes deleted; 0 if none are left to delete
   */
  purge(before: number, limit: number): Promise<number>;

  /**
   * Calls the listener with each change, once it is durable, in the order of the log.
   * @returns removes the listener
   */
  onChange(listener: (change: Change) => void): () => void;
  /** Whether a change is in the log: it may have been deleted, or be of another log. */
  hasChange(position: ChangePosition): Promise<boolean>;
  newestChange(): Promise<ChangePosition | undefined>;
  /** The changes after a sequence number, in order. */
  changesAfter(sequence: number, limit: number): Promise<Change[]>;
  /** Whether the store can be reached. Calls that need it wait until it can. */
  isUp(): boolean;
  /** Set if several gateways can share the store, to divide the work among them. */
  readonly workCoordinator?: WorkCoordinator;
  /** Waits for writes in progress, then closes the store. Later calls are rejected. */
  close(): Promise<void>;
}
