import type { Queries } from '../database.ts';

/**
 * The tasks that have subscribers at this gateway, on their way into the database, from which every gateway knows what
 * to poll more often:
 *
 *     (unwatched) --watch--> ADDED --written--> WRITTEN --unwatch--> REMOVED --deleted--> (unwatched)
 *     ADDED --unwatch--> (unwatched)        REMOVED --watch--> WRITTEN
 *
 * What is watched or unwatched again during the write itself is corrected by the next one.
 */
export class WatchedTasks {
  readonly #gatewayId: string;
  readonly #states = new Map<string, 'ADDED' | 'WRITTEN' | 'REMOVED'>();

  constructor(gatewayId: string) {
    this.#gatewayId = gatewayId;
  }

  watch(taskId: string): void {
    this.#states.set(taskId, this.#states.get(taskId) === 'REMOVED' ? 'WRITTEN' : 'ADDED');
  }

  unwatch(taskId: string): void {
    if (this.#states.get(taskId) === 'ADDED') this.#states.delete(taskId);
    else this.#states.set(taskId, 'REMOVED');
  }

  /** After a disconnection: this gateway's rows may have been purged. */
  writeAllAgain(): void {
    for (const [id, state] of this.#states) if (state === 'WRITTEN') this.#states.set(id, 'ADDED');
  }

  async write(queries: Queries): Promise<void> {
    const added = this.#in('ADDED');
    const removed = this.#in('REMOVED');
    if (added.length > 0) {
      await queries
        .insertInto('watched_tasks')
        .values(added.map((task_id) => ({ task_id, gateway: this.#gatewayId })))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      for (const id of added) this.#states.set(id, this.#states.get(id) === 'ADDED' ? 'WRITTEN' : 'REMOVED');
    }
    if (removed.length > 0) {
      await queries
        .deleteFrom('watched_tasks')
        .where('gateway', '=', this.#gatewayId)
        .where('task_id', 'in', removed)
        .execute();
      for (const id of removed) {
        if (this.#states.get(id) === 'REMOVED') this.#states.delete(id);
        else this.#states.set(id, 'ADDED');
      }
    }
  }

  #in(state: 'ADDED' | 'REMOVED'): string[] {
    return [...this.#states].filter(([, current]) => current === state).map(([id]) => id);
  }
}
