import type {
  Created,
  CreateElementInput,
  SignedCallback,
  Task,
  TaskStatus,
} from '@kling-elements/validation';

import type { Soon } from '../ledger/ledger.ts';

/** What the receiver of a callback answers. */
export type CallbackReceipt = 'ACCEPTED' | 'UNKNOWN' | 'FORGED' | 'MALFORMED';

/** Everything the gateway knows of tasks, and does with them. Calls to Kling reject with a ProblemError. */
export interface Tasks {
  /**
   * Makes an element exactly once: the intention is in the ledger before Kling is asked, the task before this
   * resolves. `input` has passed all checks.
   *
   * @param askedBy who asked, for the ledger; null where nobody has to say
   */
  createElement(input: CreateElementInput, askedBy: string | null): Promise<Created>;
  /**
   * A task by Kling's id or the caller's external id: from the ledger when that is known to be true now, otherwise
   * from Kling, where simultaneous askers share one call. Undefined when nobody knows it. Without a promise where it is
   * at hand.
   */
  get(key: string): Soon<Task | undefined>;
  /** The task that an element came from, as far as the ledger knows. */
  findByElement(elementId: string): Promise<Task | undefined>;
  /** What somebody learned about tasks on the way, such as from a list: the ledger takes up what it tracks. */
  recordListed(news: readonly Task[]): Promise<void>;
  /** Deletes an element at Kling and in the ledger. */
  deleteElement(elementId: string): Promise<void>;
  /**
   * The task as it is, then at each change of status: in order, none twice, none missing; ends after a final status.
   * Rejects with a NOT_FOUND ProblemError when nobody knows the task.
   */
  subscribe(key: string): AsyncIterableIterator<Task>;
  /** From now on every change of every tracked task; where a reader is slow, the newest state of each. */
  subscribeToAll(statuses: readonly TaskStatus[] | undefined): AsyncIterableIterator<Task>;
  /** Takes in a callback. The row is written when this resolves. */
  receiveCallback(token: string, callback: SignedCallback): Promise<CallbackReceipt>;
  /** Takes up the unfinished tasks of an earlier life and begins to look. */
  start(): Promise<void>;
  /** Ends all watching; what is written stays. */
  close(): Promise<void>;
}
