import type { Queries } from '../database.ts';
import { rowOf } from '../../task-record.ts';
import type { WorkHandlers } from '../../work-coordinator.ts';
import { isAcquired, isWatched, type NeedsPolling } from './conditions.ts';

/** Tasks acquired or released in one statement. */
const batchSize = 500;

/**
 * The tasks that this gateway has acquired. To the poller, each of them is in one of two states:
 *
 *     (another gateway's) --onAcquired--> UNWATCHED <--onUnwatched / onWatched--> WATCHED
 *     UNWATCHED, WATCHED --onReleased--> (another gateway's, or complete)
 */
export class AcquiredTasks {
  readonly #gatewayId: string;
  readonly #states = new Map<string, 'UNWATCHED' | 'WATCHED'>();

  constructor(gatewayId: string) {
    this.#gatewayId = gatewayId;
  }

  /** Acquires or releases tasks until this gateway has its share, and calls the handlers for what has changed. */
  async update(
    queries: Queries,
    { share, needsPolling, handlers }: { share: number; needsPolling: NeedsPolling; handlers: WorkHandlers },
  ): Promise<void> {
    await this.#release(queries, share);
    await this.#acquire(queries, share, needsPolling);
    await this.#publish(queries, needsPolling, handlers);
  }

  /** Without the database: the lease has expired, and others may acquire the tasks. */
  abandonAll(handlers: WorkHandlers): void {
    for (const id of this.#states.keys()) handlers.onReleased(id);
    this.#states.clear();
  }

  clear(): void {
    this.#states.clear();
  }

  async #acquire(queries: Queries, share: number, needsPolling: NeedsPolling): Promise<void> {
    let room = share - this.#states.size;
    while (room > 0) {
      const limit = Math.min(batchSize, room);
      const { numUpdatedRows } = await queries
        .updateTable('tasks')
        .set({ acquired_by: this.#gatewayId })
        .where('id', 'in', (outer) =>
          outer
            .selectFrom('tasks')
            .select('tasks.id')
            .where('complete', '=', 0)
            .where(needsPolling)
            .where((task) => task.not(isAcquired('tasks.acquired_by')))
            .orderBy('tasks.id')
            .limit(limit)
            .forUpdate('tasks')
            .skipLocked(),
        )
        .executeTakeFirstOrThrow();
      room -= Number(numUpdatedRows);
      if (Number(numUpdatedRows) < limit) return;
    }
  }

  /** What exceeds the share by more than a margin, so that tasks do not move with every change of the count. */
  async #release(queries: Queries, share: number): Promise<void> {
    const excess = share === 0 ? this.#states.size : this.#states.size - Math.ceil(share * 1.1) - 10;
    if (excess <= 0) return;
    const ids = [...this.#states.keys()].slice(0, Math.min(excess, batchSize));
    await queries
      .updateTable('tasks')
      .set({ acquired_by: null })
      .where('acquired_by', '=', this.#gatewayId)
      .where('id', 'in', ids)
      .execute();
  }

  /** Compares the states with the database. */
  async #publish(queries: Queries, needsPolling: NeedsPolling, handlers: WorkHandlers): Promise<void> {
    const acquired = await queries
      .selectFrom('tasks')
      .select((task) => ['tasks.id', isWatched(task).as('watched')])
      .where('acquired_by', '=', this.#gatewayId)
      .where('complete', '=', 0)
      .where(needsPolling)
      .execute();
    const states = new Map(
      acquired.map(({ id, watched }) => [
        id,
        watched === true ? ('WATCHED' as const) : ('UNWATCHED' as const),
      ]),
    );
    for (const id of this.#states.keys()) {
      if (states.has(id)) continue;
      this.#states.delete(id);
      handlers.onReleased(id);
    }
    // The handlers need the rows of these.
    const changed = [...states]
      .filter(
        ([id, state]) => !this.#states.has(id) || (state === 'WATCHED' && this.#states.get(id) !== state),
      )
      .map(([id]) => id);
    for (let from = 0; from < changed.length; from += batchSize) {
      await this.#publishRows(queries, changed.slice(from, from + batchSize), states, handlers);
    }
    for (const [id, state] of states) {
      if (state === 'WATCHED' || this.#states.get(id) !== 'WATCHED') continue;
      this.#states.set(id, state);
      handlers.onUnwatched(id);
    }
  }

  async #publishRows(
    queries: Queries,
    ids: readonly string[],
    states: ReadonlyMap<string, 'UNWATCHED' | 'WATCHED'>,
    handlers: WorkHandlers,
  ): Promise<void> {
    const rows = await queries.selectFrom('tasks').selectAll().where('id', 'in', ids).execute();
    for (const stored of rows) {
      const state = states.get(stored.id) ?? 'UNWATCHED';
      const isNew = !this.#states.has(stored.id);
      this.#states.set(stored.id, state);
      if (isNew) handlers.onAcquired(rowOf(stored), state === 'WATCHED');
      else if (state === 'WATCHED') handlers.onWatched(rowOf(stored));
    }
  }
}
