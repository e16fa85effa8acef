import type { TaskUpdate, TaskRow } from './task-row.ts';
import type { WorkCoordinator } from './work-coordinator.ts';

/** A value, at once where it is at hand. */
export type Soon<Value> = Value | Promise<Value>;

/** A create, written down before Kling is called. */
export interface CreationIntent {
  /** The key under which the element is made only once. */
  readonly externalId: string;
  /** See `fingerprintOf`: tells whether a repeat has the same input. */
  readonly fingerprint: string;
  /** Who asked: the name of the viewer; null where nobody has to say. */
  readonly requestedBy: string | null;
  /** See `hashOfToken`; null when Kling is not to call back here. */
  readonly tokenHash: string | null;
  /** Unix milliseconds. */
  readonly at: number;
}

/**
 * What the ledger knows of a create that is about to start.
 * - `NEW`: it is written; nothing was known under the external id.
 * - `UNRESOLVED`: the same create was started before, and its result is not known.
 * - `IN_PROGRESS`: another gateway is making the same create right now. Nothing is written.
 * - `CREATED`: the same create succeeded before: this is its task.
 * - `DIFFERENT_INPUT`: the external ID is taken by another input. Nothing is written.
 */
export type BeginCreationResult =
  | { readonly state: 'NEW' | 'UNRESOLVED' | 'DIFFERENT_INPUT' }
  | { readonly state: 'IN_PROGRESS' }
  | { readonly state: 'CREATED'; readonly row: TaskRow };

/** A create, as a callback's token leads to it. */
export interface Creation {
  readonly externalId: string;
  /** Null while it is not known whether there is a task. */
  readonly taskId: string | null;
  /** Who asked for it last; null where nobody has to say. */
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
 * The truth about tasks. What a method has acknowledged by resolving is durable. All updates go through
 * `advance`, in one transaction with reading the row: rows only move forward, whoever writes, in whatever order.
 */
export interface Ledger {
  /** Records that a create starts, unless the external ID is taken. */
  beginCreation(intention: CreationIntent): Promise<BeginCreationResult>;
  /** A create succeeded: its task was created here. @param at Unix milliseconds */
  recordCreated(externalId: string, news: TaskUpdate, at: number): Promise<TaskRow>;
  /** A create was clearly refused: its external ID is free again, and nothing of it is kept. */
  releaseCreation(externalId: string): Promise<void>;
  /** An unresolved create turned out to have created nothing: it may be repeated. Its tokens stay known. */
  recordNotCreated(externalId: string): Promise<void>;
  /** The create that a callback's token was made for. */
  findCreationByToken(tokenHash: string): Promise<Creation | undefined>;
  /** External IDs of the creates whose result is not known. */
  unresolvedCreations(): Promise<string[]>;

  /** Takes up news of a task. @param at Unix milliseconds, for a row that is new. @returns the row as it is now */
  record(news: TaskUpdate, at: number): Promise<TaskRow>;
  /** Takes up news of those tasks that have a row. */
  updateKnown(news: readonly TaskUpdate[]): Promise<void>;
  /**
   * By Kling's task id or, behind that, the external id. While a row is unchanged, it may be, and at the embedded
   * ledger it is, the very same object, as long as the row is remembered, and the one that `onChange` told.
   */
  find(key: string): Soon<TaskRow | undefined>;
  /** The task that an element came from. */
  findByElement(elementId: string): Promise<TaskRow | undefined>;
  /** The element is deleted, now and in whatever is learned later. */
  markElementDeleted(elementId: string): Promise<void>;
  /** Tasks created here that still have to be polled. */
  incompleteTasks(slice: IncompleteTasksQuery): Promise<TaskRow[]>;

  /**
   * Deletes complete tasks that were first recorded before a time, with their elements, and creates from before it
   * whose outcome is known and whose task is not kept, with their tokens. Never an unfinished task, nor a create whose
   * outcome is not known.
   *
   * @param before Unix milliseconds
   * @param limit how many tasks, and how many creates, at most: a small step
   * @returns how many were forgotten in all; 0 when there is nothing left to forget
   */
  purge(before: number, limit: number): Promise<number>;

  /**
   * Calls back with each row whose version has grown, once that is durable, in the order of the writing.
   * @returns what ends it
   */
  onChange(listener: (row: TaskRow) => void): () => void;
  /** Whether the store can be reached; what needs it waits meanwhile. */
  isUp(): boolean;
  /** Set where several gateways share the store: they divide the work. */
  readonly workCoordinator?: WorkCoordinator;
  /** Waits for writes in progress, then closes the store. Later calls are rejected. */
  close(): Promise<void>;
}
