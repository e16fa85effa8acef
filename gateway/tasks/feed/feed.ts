import type { Task } from '@kling-elements/validation';

import type { Change } from '../../ledger/change.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { isComplete, type TaskRow } from '../../ledger/task-row.ts';
import { EveryState } from './buffers.ts';
import { ChangeHistory } from './change-history.ts';
import { ChangesSubscriber, type ChangesSubscriberOptions } from './changes-subscriber.ts';
import { SubscriberChannel, type Counters } from './subscriber-channel.ts';

/** Where subscribers to one task get its row from; the same for all of them. */
export interface TaskSource {
  /** The task's ID. Rejects when there is no such task. */
  find(key: string): Promise<string>;
  /** The row as it is, read once the subscriber is registered. */
  snapshot(id: string): Promise<TaskRow>;
  /** Someone subscribed to a task that is not complete. */
  subscribed(row: TaskRow): void;
  /** One call for each call of `subscribed`. */
  unsubscribed(id: string): void;
}

/** Sends changes to subscribers. They are views of rows: all that is published is in the ledger already. */
export class Feed {
  readonly counters: Counters = { delivered: 0, dropped: 0, subscribers: 0 };
  readonly #taskSubscribers = new TaskSubscribers();
  readonly #changesSubscribers = new Set<ChangesSubscriber>();
  readonly #history: ChangeHistory;
  #closed = false;

  constructor(log: Pick<Ledger, 'changesAfter'>) {
    this.#history = new ChangeHistory(log);
  }

  /** Publishes the changes in the order of the log. */
  publish(change: Change): void {
    const { row } = change;
    for (const subscriber of this.#taskSubscribers.of(row.task.id)) subscriber.publish(row);
    this.#history.add(change);
    for (const subscriber of this.#changesSubscribers) subscriber.publish(change);
  }

  /** Fails a task's subscribers, as it is not polled any more. */
  fail(taskId: string, error: Error): void {
    for (const subscriber of this.#taskSubscribers.of(taskId)) subscriber.end(error);
  }

  /**
   * The task as it is, then each change, until it is complete. Nothing happens before the first read.
   *
   * @param key what the source finds the task by
   */
  task(key: string, source: TaskSource): AsyncIterableIterator<Task> {
    const subscriber = new TaskSubscriber(key, source, this.#taskSubscribers, this.counters);
    if (this.#closed) subscriber.interrupt();
    return subscriber;
  }

  /** Every change of every task, from now on or after an earlier one. */
  changes(wanted: Pick<ChangesSubscriberOptions, 'statuses' | 'after'>): AsyncIterableIterator<Change> {
    const subscriber = new ChangesSubscriber({
      ...wanted,
      history: this.#history,
      counters: this.counters,
      onEnd: (ended) => this.#changesSubscribers.delete(ended),
    });
    this.#changesSubscribers.add(subscriber);
    if (this.#closed) subscriber.interrupt();
    return subscriber;
  }

  /** Interrupts all subscribers. */
  close(): void {
    this.#closed = true;
    for (const subscriber of [...this.#taskSubscribers.all(), ...this.#changesSubscribers]) {
      subscriber.interrupt();
    }
  }
}

/** The subscribers of each task. */
class TaskSubscribers {
  readonly #ofTask = new Map<string, Set<TaskSubscriber>>();
  /** Those that have not found their task yet. */
  readonly searching = new Set<TaskSubscriber>();

  of(taskId: string): Iterable<TaskSubscriber> {
    return this.#ofTask.get(taskId) ?? [];
  }

  all(): TaskSubscriber[] {
    return [...this.searching, ...[...this.#ofTask.values()].flatMap((subscribers) => [...subscribers])];
  }

  add(taskId: string, subscriber: TaskSubscriber): void {
    const subscribers = this.#ofTask.get(taskId) ?? new Set();
    this.#ofTask.set(taskId, subscribers.add(subscriber));
  }

  remove(taskId: string, subscriber: TaskSubscriber): void {
    const subscribers = this.#ofTask.get(taskId);
    subscribers?.delete(subscriber);
    if (subscribers?.size === 0) this.#ofTask.delete(taskId);
  }
}

class TaskSubscriber extends SubscriberChannel<TaskRow, Task> {
  readonly #key: string;
  readonly #source: TaskSource;
  readonly #subscribers: TaskSubscribers;
  /** Set once it is registered. */
  #taskId: string | undefined;
  #isSubscribed = false;

  constructor(key: string, source: TaskSource, subscribers: TaskSubscribers, counters: Counters) {
    super(new EveryState(), counters);
    this.#key = key;
    this.#source = source;
    this.#subscribers = subscribers;
    subscribers.searching.add(this);
  }

  publish(row: TaskRow): void {
    this.push(row);
    if (isComplete(row)) this.end();
  }

  protected async open(): Promise<void> {
    const taskId = await this.#source.find(this.#key);
    if (this.hasEnded()) return;
    // Registered first, then the snapshot: a change in between comes twice, and its version drops the second.
    this.#subscribers.searching.delete(this);
    this.#subscribers.add(taskId, this);
    this.#taskId = taskId;
    const row = await this.#source.snapshot(taskId);
    if (this.hasEnded()) return;
    if (!row.awaitingDetails) this.publish(row);
    if (isComplete(row) || this.hasEnded()) return;
    this.#isSubscribed = true;
    this.#source.subscribed(row);
  }

  protected read(row: TaskRow): Task {
    return row.task;
  }

  protected release(): void {
    if (this.#taskId === undefined) {
      this.#subscribers.searching.delete(this);
      return;
    }
    this.#subscribers.remove(this.#taskId, this);
    if (this.#isSubscribed) this.#source.unsubscribed(this.#taskId);
  }
}
