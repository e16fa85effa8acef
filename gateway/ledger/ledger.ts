import type { TaskUpdate, TaskRow } from './task-row.ts';
import type { WorkCoordinator } from './work-coordinator.ts';

/** A value, at once where it is at hand. */
export type Soon<Value> = Value | Promise<Value>;

/** What the gateway is about to do, written down before it does it. */
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
 * What the ledger says to an intention.
 * - `NEW`: it is written; nothing was known under the external id.
 * - `UNRESOLVED`: the same was intended before, and how that ended is not known.
 * - `IN_PROGRESS`: the same is being made by another gateway right now. Nothing is written.
 * - `CREATED`: the same was made before: this is the task.
 * - `DIFFERENT_INPUT`: the external id stands for another input. Nothing is written.
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

/** Which of the unsettled tasks to read: a slice of those of ours, in the order of their ids. */
export interface IncompleteTasksQuery {
  /** Unix milliseconds: only tasks that were first recorded since. */
  readonly recordedSince: number;
  /** Only ids behind this one; the empty text for the first slice. */
  readonly after: string;
  readonly limit: number;
}

/**
 * The truth about tasks. What a method has acknowledged by resolving is durable. All news goes through `advance`
 * in one transaction with reading the row, so rows only move forward whoever writes, in whatever order.
 */
export interface Ledger {
  /** Writes an intention, unless the external id is taken. */
  beginCreation(intention: CreationIntent): Promise<BeginCreationResult>;
  /** The outcome of a create: its task is ours from now on. @param at Unix milliseconds */
  recordCreated(externalId: string, news: TaskUpdate, at: number): Promise<TaskRow>;
  /** A create was clearly refused: its external id is free again, nothing of it is kept. */
  releaseCreation(externalId: string): Promise<void>;
  /** An unsettled create turned out not to have made anything: a repeat may make it. Its tokens stay known. */
  recordNotCreated(externalId: string): Promise<void>;
  /** The create that a callback's token was made for. */
  findCreationByToken(tokenHash: string): Promise<Creation | undefined>;
  /** External ids of the creates whose outcome is not known. */
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
  /** Tasks of ours that still have to be looked at. */
  incompleteTasks(slice: IncompleteTasksQuery): Promise<TaskRow[]>;

  /**
   * Forgets settled tasks that were first recorded before a time, with their elements, and creates from before it
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
  /** Waits for what is being written, then lets go of the store. What comes later is refused. */
  close(): Promise<void>;
}
