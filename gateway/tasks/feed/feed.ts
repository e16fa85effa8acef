import type { Task, TaskStatus } from '@kling-elements/validation';

import { EveryState, NewestStates } from './buffers.ts';
import { SubscriberChannel, type Counters } from './subscriber-channel.ts';
import { isComplete, type TaskRow } from '../../ledger/task-row.ts';

/** How subscribers to one task come to its row; the same for all of them. */
export interface TaskSource {
  /** The id of the task, and that it can be told of. Rejects when nobody knows it. */
  find(key: string): Promise<string>;
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
  readonly #ofTasks = new Audiences();
  readonly #ofAll = new Set<ChangesSubscriber>();
  #closed = false;

  /** A row whose version has grown. */
  publish(row: TaskRow): void {
    for (const subscriber of this.#ofTasks.of(row.task.id)) subscriber.tell(row);
    // Merely to have come to know somebody else's task is no change of it.
    if (row.createdHere || row.version > 1) for (const subscriber of this.#ofAll) subscriber.push(row);
  }

  /** There will be no news of a task: its subscribers are told why. */
  fail(taskId: string, error: Error): void {
    for (const subscriber of this.#ofTasks.of(taskId)) subscriber.end(error);
  }

  /**
   * The task as it is, then each change, until it is settled. Nothing happens before the first reading.
   *
   * @param key what the source finds the task by
   */
  task(key: string, source: TaskSource): AsyncIterableIterator<Task> {
    const subscriber = new TaskSubscriber(key, source, this.#ofTasks, this.counters);
    if (this.#closed) subscriber.end();
    return subscriber;
  }

  /** From now on every change of every task. */
  changes(statuses: readonly TaskStatus[] | undefined): AsyncIterableIterator<Task> {
    const subscriber = new ChangesSubscriber(statuses, this.#ofAll, this.counters);
    if (this.#closed) subscriber.end();
    return subscriber;
  }

  /** Completes all. */
  close(): void {
    this.#closed = true;
    for (const subscriber of [...this.#ofTasks.all(), ...this.#ofAll]) subscriber.end();
  }
}

/** Who listens for news of which task. */
class Audiences {
  readonly #ofTask = new Map<string, Set<TaskSubscriber>>();
  /** Those that have not found their task yet. */
  readonly looking = new Set<TaskSubscriber>();

  of(taskId: string): Iterable<TaskSubscriber> {
    return this.#ofTask.get(taskId) ?? [];
  }

  all(): TaskSubscriber[] {
    return [...this.looking, ...[...this.#ofTask.values()].flatMap((audience) => [...audience])];
  }

  join(taskId: string, subscriber: TaskSubscriber): void {
    const audience = this.#ofTask.get(taskId) ?? new Set();
    this.#ofTask.set(taskId, audience.add(subscriber));
  }

  leave(taskId: string, subscriber: TaskSubscriber): void {
    const audience = this.#ofTask.get(taskId);
    audience?.delete(subscriber);
    if (audience?.size === 0) this.#ofTask.delete(taskId);
  }
}

class TaskSubscriber extends SubscriberChannel<TaskRow, Task> {
  readonly #key: string;
  readonly #source: TaskSource;
  readonly #audiences: Audiences;
  /** Set when it is in its place. */
  #taskId: string | undefined;
  #begun = false;

  constructor(key: string, source: TaskSource, audiences: Audiences, counters: Counters) {
    super(new EveryState(), counters);
    this.#key = key;
    this.#source = source;
    this.#audiences = audiences;
    audiences.looking.add(this);
  }

  tell(row: TaskRow): void {
    this.push(row);
    if (isComplete(row)) this.end();
  }

  protected async open(): Promise<void> {
    const taskId = await this.#source.find(this.#key);
    if (this.hasEnded()) return;
    // In its place first, then the snapshot: a change in between comes twice, and is told once by its version.
    this.#audiences.looking.delete(this);
    this.#audiences.join(taskId, this);
    this.#taskId = taskId;
    const row = await this.#source.snapshot(taskId);
    if (this.hasEnded()) return;
    if (!row.awaitingDetails) this.tell(row);
    if (isComplete(row) || this.hasEnded()) return;
    this.#begun = true;
    this.#source.begun(row);
  }

  protected read(row: TaskRow): Task {
    return row.task;
  }

  protected release(): void {
    if (this.#taskId === undefined) {
      this.#audiences.looking.delete(this);
      return;
    }
    this.#audiences.leave(this.#taskId, this);
    if (this.#begun) this.#source.ended(this.#taskId);
  }
}

class ChangesSubscriber extends SubscriberChannel<TaskRow, Task> {
  readonly #audience: Set<ChangesSubscriber>;

  constructor(
    statuses: readonly TaskStatus[] | undefined,
    audience: Set<ChangesSubscriber>,
    counters: Counters,
  ) {
    super(new NewestStates(statuses), counters);
    this.#audience = audience.add(this);
  }

  protected open(): undefined {
    return undefined;
  }

  protected read(row: TaskRow): Task {
    return row.task;
  }

  protected release(): void {
    this.#audience.delete(this);
  }
}
