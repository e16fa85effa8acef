import type { Task, TaskStatus } from '@kling-elements/validation';

import { everyState, newestStates } from './backlogs.ts';
import { Channel, type Counters } from './channel.ts';
import { isSettled, type TaskRow } from './row.ts';

type Subscriber = Channel<TaskRow, Task>;

/** How a subscriber to one task comes to its row. */
export interface Subscription {
  /** The id of the task, and that it can be told of. Rejects when nobody knows it. */
  find(): Promise<string>;
  /** The row as it is, read after the subscriber is in its place. */
  snapshot(id: string): Promise<TaskRow>;
  /** The task is not settled, and somebody waits for it. */
  begun(row: TaskRow): void;
  /** The last of `begun` is over. */
  ended(id: string): void;
}

/** Who is told. Subscribers are views of rows: all that they are told stands in the ledger already. */
export class Feed {
  readonly counters: Counters = { delivered: 0, dropped: 0, subscribers: 0 };
  readonly #ofTask = new Map<string, Set<Subscriber>>();
  readonly #ofAll = new Set<Subscriber>();
  /** Those that have not found their task yet. */
  readonly #looking = new Set<Subscriber>();
  #closed = false;

  /** A row whose version has grown. */
  publish(row: TaskRow): void {
    for (const subscriber of this.#ofTask.get(row.task.id) ?? []) tell(subscriber, row);
    // Merely to have come to know somebody else's task is no change of it.
    if (row.ours || row.version > 1) for (const subscriber of this.#ofAll) subscriber.push(row);
  }

  /** There will be no news of a task: its subscribers are told why. */
  fail(taskId: string, error: Error): void {
    for (const subscriber of this.#ofTask.get(taskId) ?? []) subscriber.end(error);
  }

  /** The task as it is, then each change, until it is settled. Nothing happens before the first reading. */
  task(subscription: Subscription): AsyncIterableIterator<Task> {
    let leave = () => {
      this.#looking.delete(subscriber);
    };
    const subscriber: Subscriber = new Channel({
      backlog: everyState(),
      counters: this.counters,
      read: taskOf,
      release: () => {
        leave();
      },
      open: async () => {
        const id = await subscription.find();
        if (subscriber.hasEnded()) return;
        // In its place first, then the snapshot: a change in between comes twice, and is told once by its version.
        this.#looking.delete(subscriber);
        leave = this.#join(id, subscriber);
        const row = await subscription.snapshot(id);
        if (subscriber.hasEnded()) return;
        if (!row.held) tell(subscriber, row);
        if (isSettled(row)) return;
        const leaveFeed = leave;
        leave = () => {
          leaveFeed();
          subscription.ended(id);
        };
        subscription.begun(row);
      },
    });
    this.#looking.add(subscriber);
    if (this.#closed) subscriber.end();
    return subscriber;
  }

  /** From now on every change of every task. */
  changes(statuses: readonly TaskStatus[] | undefined): AsyncIterableIterator<Task> {
    const subscriber: Subscriber = new Channel({
      backlog: newestStates(statuses),
      counters: this.counters,
      read: taskOf,
      release: () => {
        this.#ofAll.delete(subscriber);
      },
    });
    this.#ofAll.add(subscriber);
    if (this.#closed) subscriber.end();
    return subscriber;
  }

  /** Completes all. */
  close(): void {
    this.#closed = true;
    const ofTasks = [...this.#ofTask.values()].flatMap((subscribers) => [...subscribers]);
    for (const subscriber of [...this.#looking, ...ofTasks, ...this.#ofAll]) subscriber.end();
  }

  #join(id: string, subscriber: Subscriber): () => void {
    const subscribers = this.#ofTask.get(id) ?? new Set();
    this.#ofTask.set(id, subscribers.add(subscriber));
    return () => {
      subscribers.delete(subscriber);
      if (subscribers.size === 0 && this.#ofTask.get(id) === subscribers) this.#ofTask.delete(id);
    };
  }
}

function tell(subscriber: Subscriber, row: TaskRow): void {
  subscriber.push(row);
  if (isSettled(row)) subscriber.end();
}

function taskOf(row: TaskRow): Task {
  return row.task;
}
