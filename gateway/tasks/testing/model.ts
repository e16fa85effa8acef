import type { Task, TaskStatus } from '@kling-elements/validation';

const rank: Readonly<Record<TaskStatus, number>> = { SUBMITTED: 0, PROCESSING: 1, SUCCEEDED: 2, FAILED: 2 };

/** What a simple mind expects of one external id. */
export class ModelOfKey {
  /** The input that the external id stands for, and whether it is known to have made its task. */
  intention: { readonly variant: number; settled: boolean } | undefined;
  /** What Kling's task has been so far; none: Kling has no task. */
  readonly history: Task[] = [];
  /** Where Kling calls back. */
  token: string | undefined;
  ours = false;
  /** The states that subscribers were told, or would have been. */
  readonly told: TaskStatus[] = [];
  /** A callback told of a success without its elements: that is known, but not told. */
  held = false;

  get hasRow(): boolean {
    return this.held || this.told.length > 0;
  }

  get isSettled(): boolean {
    return !this.held && rankOf(this.told.at(-1)) === 2;
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

/** Ledger and feed as a simple mind sees them: all happens at once, and nothing is ever forgotten. */
export class Model {
  readonly keys: readonly ModelOfKey[];
  subscribers: ModelOfSubscriber[] = [];
  /** What one who reads all changes has not read yet: of each task the newest. */
  readonly changes = new Map<ModelOfKey, TaskStatus>();

  constructor(keys: number) {
    this.keys = Array.from({ length: keys }, () => new ModelOfKey());
  }

  key(index: number): ModelOfKey {
    const key = this.keys[index % this.keys.length];
    if (key === undefined) throw new Error('The model has no keys.');
    return key;
  }

  /** Whether the gateway looks at the task from time to time. */
  isFollowed(key: ModelOfKey): boolean {
    const isWatched = this.subscribers.some((subscriber) => subscriber.key === key && !subscriber.ended);
    return !key.isSettled && (key.ours || (isWatched && key.hasRow));
  }

  /** News of a task. @param full all that there is to know: not a success without its elements */
  hear(key: ModelOfKey, status: TaskStatus, { full }: { readonly full: boolean }): void {
    if (key.held) {
      if (rank[status] < 2 || !full) return;
      key.held = false;
    } else if (rank[status] <= rankOf(key.told.at(-1))) {
      return;
    } else if (status === 'SUCCEEDED' && !full) {
      key.held = true;
      return;
    }
    key.told.push(status);
    for (const subscriber of this.subscribers) {
      if (subscriber.key !== key || subscriber.ended) continue;
      subscriber.waiting.push(status);
      subscriber.ended = rank[status] === 2;
    }
    if (key.ours || key.told.length > 1) this.changes.set(key, status);
  }

  /** Kling's own record is read. */
  look(key: ModelOfKey): void {
    if (key.atKling !== undefined) this.hear(key, key.atKling.status, { full: true });
  }

  /** It is found out how creates ended whose answer never came. */
  settle(): void {
    for (const key of this.keys) {
      if (key.intention?.settled !== false) continue;
      if (key.atKling === undefined) key.intention = undefined;
      else this.made(key);
    }
  }

  /** A create is known to have made the task at Kling. */
  made(key: ModelOfKey): void {
    if (key.intention !== undefined) key.intention.settled = true;
    key.ours = true;
    this.look(key);
  }
}

function rankOf(status: TaskStatus | undefined): number {
  return status === undefined ? -1 : rank[status];
}
