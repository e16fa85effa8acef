import type { Task, TaskStatus } from '@kling-elements/validation';

const rank: Readonly<Record<TaskStatus, number>> = { SUBMITTED: 0, PROCESSING: 1, SUCCEEDED: 2, FAILED: 2 };

/** What is expected of one external ID. */
export class ModelOfKey {
  /** The input first sent under the external ID, and whether that create is known to have made its task. */
  creation: { readonly variant: number; resolved: boolean } | undefined;
  /** The states of Kling's task so far; empty: Kling has no task. */
  readonly history: Task[] = [];
  /** The token in the callback URL that Kling was given. */
  token: string | undefined;
  createdHere = false;
  /** The statuses that were published, whether or not there were subscribers. */
  readonly published: TaskStatus[] = [];
  /** A callback reported a success without its elements: that is recorded, but not published. */
  awaitingDetails = false;

  get hasRow(): boolean {
    return this.awaitingDetails || this.published.length > 0;
  }

  get isComplete(): boolean {
    return !this.awaitingDetails && rankOf(this.published.at(-1)) === 2;
  }

  get atKling(): Task | undefined {
    return this.history.at(-1);
  }
}

export interface ModelOfSubscriber {
  readonly key: ModelOfKey;
  /** What it has not read yet. */
  readonly waiting: TaskStatus[];
  /** Nothing follows what is waiting. */
  ended: boolean;
}

/** Ledger and feed in their simplest form: everything happens at once, and nothing is ever deleted. */
export class Model {
  readonly keys: readonly ModelOfKey[];
  subscribers: ModelOfSubscriber[] = [];
  /** What a subscriber to all changes has not read yet. */
  readonly changes: { readonly key: ModelOfKey; readonly status: TaskStatus }[] = [];

  constructor(keys: number) {
    this.keys = Array.from({ length: keys }, () => new ModelOfKey());
  }

  key(index: number): ModelOfKey {
    const key = this.keys[index % this.keys.length];
    if (key === undefined) throw new Error('The model has no keys.');
    return key;
  }

  /** Whether the gateway polls the task. */
  isPolled(key: ModelOfKey): boolean {
    const hasSubscriber = this.subscribers.some((subscriber) => subscriber.key === key && !subscriber.ended);
    return !key.isComplete && (key.createdHere || (hasSubscriber && key.hasRow));
  }

  /** An update of a task arrives. @param confirmed with all its details: not a success without its elements */
  update(key: ModelOfKey, status: TaskStatus, { confirmed }: { readonly confirmed: boolean }): void {
    if (key.awaitingDetails) {
      if (rank[status] < 2 || !confirmed) return;
      key.awaitingDetails = false;
    } else if (rank[status] <= rankOf(key.published.at(-1))) {
      return;
    } else if (status === 'SUCCEEDED' && !confirmed) {
      key.awaitingDetails = true;
      return;
    }
    key.published.push(status);
    for (const subscriber of this.subscribers) {
      if (subscriber.key !== key || subscriber.ended) continue;
      subscriber.waiting.push(status);
      subscriber.ended = rank[status] === 2;
    }
    if (key.createdHere || key.published.length > 1) this.changes.push({ key, status });
  }

  /** The task is fetched from Kling. */
  poll(key: ModelOfKey): void {
    if (key.atKling !== undefined) this.update(key, key.atKling.status, { confirmed: true });
  }

  /** The gateway finds out what became of creates whose response was lost. */
  reconcile(): void {
    for (const key of this.keys) {
      if (key.creation?.resolved !== false) continue;
      if (key.atKling === undefined) key.creation = undefined;
      else this.recordCreated(key);
    }
  }

  /** A create is known to have made the task at Kling. */
  recordCreated(key: ModelOfKey): void {
    if (key.creation !== undefined) key.creation.resolved = true;
    key.createdHere = true;
    this.poll(key);
  }
}

function rankOf(status: TaskStatus | undefined): number {
  return status === undefined ? -1 : rank[status];
}
