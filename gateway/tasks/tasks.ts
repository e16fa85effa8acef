import type {
  Created,
  CreateElementInput,
  SignedCallback,
  Task,
  TaskStatus,
} from '@kling-elements/validation';

import type { Change, ChangePosition } from '../ledger/change.ts';
import type { MaybePromise } from '../ledger/ledger.ts';

/** What became of a callback. */
export type CallbackReceipt = 'ACCEPTED' | 'UNKNOWN' | 'FORGED' | 'MALFORMED';

/** Which changes to subscribe to. */
export interface WantedChanges {
  /** Undefined: all. */
  readonly statuses?: readonly TaskStatus[] | undefined;
  /** The cursor of an earlier change; undefined: from now on. */
  readonly after?: string | undefined;
}

/** Everything the gateway knows about tasks and does with them. Calls to Kling reject with a ProblemError. */
export interface Tasks {
  /**
   * Creates an element exactly once: the intent is in the ledger before Kling is called, the task before this
   * resolves.
   *
   * @param input has passed all checks
   * @param requestedBy the viewer's name, for the ledger; null where clients need no name
   */
  createElement(input: CreateElementInput, requestedBy: string | null): Promise<Created>;
  /**
   * A create under the external ID begins, with the checks of its input: who subscribes to its task from now on waits
   * for it.
   *
   * @returns call it at the end of the create, with or without a task
   */
  announceCreation(externalId: string): () => void;
  /**
   * A task by Kling's ID or the caller's external ID: from the ledger when its row is known to be up to date, otherwise
   * from Kling, where simultaneous callers share one call. Undefined when neither knows it. Without a promise where it
   * is at hand.
   */
  get(key: string): MaybePromise<Task | undefined>;
  /** The task that an element came from, as far as the ledger knows. */
  findByElement(elementId: string): Promise<Task | undefined>;
  /** Records tasks that somebody has just read at Kling, such as from a list; those without a row are ignored. */
  recordListed(tasks: readonly Task[]): Promise<void>;
  /** Deletes an element at Kling and in the ledger. */
  deleteElement(elementId: string): Promise<void>;
  /**
   * The task as it is, then at each change of status: in order, without gaps or repeats; ends after a final status.
   * Waits for a create in progress under the key.
   * Rejects with a NOT_FOUND ProblemError when neither the ledger nor Kling knows the task.
   */
  subscribe(key: string): AsyncIterableIterator<Task>;
  /**
   * Every change of every task in the ledger, in order, without gaps or repeats: from now on, or after an earlier
   * change. Rejects with a ChangeCursorError when the log does not have that one, or no longer.
   */
  subscribeToAll(wanted: WantedChanges): Promise<AsyncIterableIterator<Change>>;
  /** The position of the newest change; undefined before the first one. */
  newestChange(): Promise<ChangePosition | undefined>;
  /** Takes in a callback. What it says is in the ledger when this resolves. */
  receiveCallback(token: string, callback: SignedCallback): Promise<CallbackReceipt>;
  /** Takes up the unfinished tasks of earlier runs and begins to poll. */
  start(): Promise<void>;
  /** Ends all polling and all subscriptions; the ledger keeps what it has. */
  close(): Promise<void>;
}
