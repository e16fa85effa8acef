import { isTaskKey } from '@kling-elements/validation';

import type { Ledger, MaybePromise } from '../ledger/ledger.ts';
import { isComplete, type TaskRow } from '../ledger/task-row.ts';
import type { TaskSource } from './feed/feed.ts';
import type { TaskFetcher } from './polling/task-fetcher.ts';
import type { PendingCreations } from './pending-creations.ts';
import type { TaskPolling } from './task-polling.ts';
import { taskNotFound } from './task-problems.ts';

export interface TaskReaderOptions {
  readonly ledger: Pick<Ledger, 'find'>;
  readonly fetcher: TaskFetcher;
  readonly polling: TaskPolling;
  readonly creations: PendingCreations;
}

/** Reads tasks from the ledger where its row is up to date, otherwise from Kling. */
export class TaskReader implements TaskSource {
  readonly #ledger: Pick<Ledger, 'find'>;
  readonly #fetcher: TaskFetcher;
  readonly #polling: TaskPolling;
  readonly #creations: PendingCreations;

  constructor({ ledger, fetcher, polling, creations }: TaskReaderOptions) {
    this.#ledger = ledger;
    this.#fetcher = fetcher;
    this.#polling = polling;
    this.#creations = creations;
  }

  /** @param key Kling's task id or the external id @returns undefined when neither the ledger nor Kling knows it */
  read(key: string): MaybePromise<TaskRow | undefined> {
    if (!isTaskKey(key)) return undefined;
    const row = this.#ledger.find(key);
    const isAtHand = row !== undefined && !(row instanceof Promise) && this.#isUpToDate(row) === true;
    return isAtHand ? row : this.#readOrFetch(key, row);
  }

  /** Waits for a create under this external ID that is in progress. */
  async find(key: string): Promise<string> {
    if (!isTaskKey(key)) throw taskNotFound(key);
    let row = await this.#ledger.find(key);
    if (row === undefined) {
      await this.#creations.ended(key);
      row = await this.#ledger.find(key);
    }
    row = await this.#readOrFetch(key, row);
    if (row === undefined) throw taskNotFound(key);
    return row.task.id;
  }

  async snapshot(id: string): Promise<TaskRow> {
    const row = await this.#ledger.find(id);
    if (row === undefined) throw taskNotFound(id);
    return row;
  }

  subscribed(row: TaskRow): void {
    this.#polling.addSubscriber(row);
  }

  unsubscribed(taskId: string): void {
    this.#polling.removeSubscriber(taskId);
  }

  async #readOrFetch(key: string, found: MaybePromise<TaskRow | undefined>): Promise<TaskRow | undefined> {
    const row = await found;
    if (row !== undefined && (await this.#isUpToDate(row))) return row;
    return (await this.#fetcher.fetch(key)) ?? row;
  }

  #isUpToDate(row: TaskRow): MaybePromise<boolean> {
    return isComplete(row) || (!row.awaitingDetails && this.#polling.isPolled(row));
  }
}
