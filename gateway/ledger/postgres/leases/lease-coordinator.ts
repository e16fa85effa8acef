import type { ProblemError } from '@kling-elements/validation';

import type { PostgresDatabase, Queries } from '../database.ts';
import { reasonOf } from '../errors.ts';
import type { WorkCoordinator, WorkHandlers } from '../../work-coordinator.ts';
import type { Log } from '../../../runtime/runtime.ts';
import { AcquiredTasks } from './acquired-tasks.ts';
import { isAcquired, isAlive, needsPolling } from './conditions.ts';
import { aliveGateways, heartbeatMs, Lease, purgeExpiredLeases } from './lease.ts';
import { dispatchMessage, type Message, sendMessage } from './messages.ts';
import { shareOf } from './share.ts';
import { acquireUnresolvedCreations } from './unresolved-creations.ts';
import { WatchedTasks } from './watched-tasks.ts';

/** `STOPPED` has nothing; in the other states there are handlers, and a timer that checks the lease. */
type State =
  | { readonly name: 'STOPPED' }
  | {
      readonly name: 'ACTIVE' | 'EXPIRED';
      readonly handlers: WorkHandlers;
      readonly leaseCheck: NodeJS.Timeout;
    };

/**
 * Divides the work among the gateways on one database. Each has one lease; what it has acquired is its own while the
 * lease is valid.
 *
 *     STOPPED --start--> EXPIRED --heartbeat--> ACTIVE --missed heartbeats--> EXPIRED
 *     ACTIVE, EXPIRED --stop--> STOPPED
 *
 * - `STOPPED`: no tasks are acquired; heartbeats renew the lease, so that creates in progress count.
 * - `ACTIVE`: each heartbeat renews the lease, then acquires or releases tasks until this gateway has its share.
 * - `EXPIRED`: the lease could not be renewed in time; all tasks are released, because others may acquire them now.
 */
export class LeaseCoordinator implements WorkCoordinator {
  readonly #gatewayId: string;
  readonly #database: PostgresDatabase;
  readonly #log: Log;
  readonly #lease: Lease;
  readonly #acquiredTasks: AcquiredTasks;
  readonly #watchedTasks: WatchedTasks;
  #state: State = { name: 'STOPPED' };

  constructor(gatewayId: string, database: PostgresDatabase, log: Log) {
    this.#gatewayId = gatewayId;
    this.#database = database;
    this.#log = log;
    this.#lease = new Lease(gatewayId);
    this.#acquiredTasks = new AcquiredTasks(gatewayId);
    this.#watchedTasks = new WatchedTasks(gatewayId);
  }

  start(handlers: WorkHandlers): void {
    const leaseCheck = setInterval(() => {
      this.#checkLease();
    }, heartbeatMs / 2).unref();
    this.#state = { name: 'EXPIRED', handlers, leaseCheck };
  }

  stop(): void {
    if (this.#state.name !== 'STOPPED') clearInterval(this.#state.leaseCheck);
    this.#state = { name: 'STOPPED' };
    this.#acquiredTasks.clear();
  }

  watch(taskId: string): void {
    this.#watchedTasks.watch(taskId);
  }

  unwatch(taskId: string): void {
    this.#watchedTasks.unwatch(taskId);
  }

  isWatched(taskId: string): Promise<boolean> {
    return this.#database.withRetries(async () => {
      const found = await this.#database.queries
        .selectFrom('watched_tasks')
        .innerJoin('gateways', 'gateways.id', 'watched_tasks.gateway')
        .select('gateways.id')
        .where('watched_tasks.task_id', '=', taskId)
        .where((gateway) => isAlive(gateway))
        .executeTakeFirst();
      return found !== undefined;
    });
  }

  async hint(taskId: string): Promise<boolean> {
    const poller = await this.#database.withRetries(() =>
      this.#database.queries
        .selectFrom('tasks')
        .innerJoin('gateways', 'gateways.id', 'tasks.acquired_by')
        .select('gateways.id')
        .where('tasks.id', '=', taskId)
        .where((gateway) => isAlive(gateway))
        .executeTakeFirst(),
    );
    if (poller === undefined || poller.id === this.#gatewayId) return false;
    await this.#send({ hint: taskId, to: poller.id });
    return true;
  }

  abandon(taskId: string, { problem }: ProblemError): void {
    this.#send({ abandoned: taskId, problem }).catch((error: unknown) => {
      this.#log.debug(
        { taskId, reason: reasonOf(error) },
        'Could not notify the other gateways that a task is no longer polled.',
      );
    });
  }

  async markUnresolved(externalId: string): Promise<void> {
    await this.#database.withRetries(() =>
      this.#database.queries
        .updateTable('creations')
        .set({ in_progress: 0 })
        .where('external_id', '=', externalId)
        .where('acquired_by', '=', this.#gatewayId)
        .execute(),
    );
  }

  isCreatingElsewhere(externalId: string): Promise<boolean> {
    return this.#database.withRetries(async () => {
      const found = await this.#database.queries
        .selectFrom('creations')
        .select('external_id')
        .where('external_id', '=', externalId)
        .where('state', '=', 'UNRESOLVED')
        .where('in_progress', '=', 1)
        .where('acquired_by', '!=', this.#gatewayId)
        .where(isAcquired('creations.acquired_by'))
        .executeTakeFirst();
      return found !== undefined;
    });
  }

  /** @param payload of a notification, from this gateway or another one */
  receive(payload: string): void {
    const handlers = this.#state.name === 'STOPPED' ? undefined : this.#state.handlers;
    if (!dispatchMessage(payload, this.#gatewayId, handlers)) {
      this.#log.debug({}, 'Ignored a notification that no gateway of this version sent.');
    }
  }

  /** The connection is back: this gateway's rows may have been purged meanwhile. */
  reconnected(): void {
    this.#watchedTasks.writeAllAgain();
  }

  /** Renews the lease, then acquires and releases work. */
  async heartbeat(queries: Queries): Promise<void> {
    await this.#lease.renew(queries);
    await this.#watchedTasks.write(queries);
    if (this.#state.name === 'STOPPED') return;
    this.#state = { ...this.#state, name: 'ACTIVE' };
    const { handlers } = this.#state;
    const gateways = await aliveGateways(queries);
    const rank = gateways.indexOf(this.#gatewayId);
    if (rank === 0) await purgeExpiredLeases(queries);
    const toPoll = needsPolling(handlers.recordedSince());
    const share = await shareOf(queries, { rank, gateways: gateways.length, needsPolling: toPoll });
    await this.#acquiredTasks.update(queries, { share, needsPolling: toPoll, handlers });
    const externalIds = await acquireUnresolvedCreations(queries, this.#gatewayId);
    if (externalIds.length > 0) handlers.onCreationsAcquired(externalIds);
  }

  /** Ends the lease: other gateways may acquire the work at once. */
  async leave(queries: Queries): Promise<void> {
    this.stop();
    await this.#lease.end(queries);
  }

  #checkLease(): void {
    // In EXPIRED, too: a slow heartbeat may have acquired tasks just after the lease expired.
    if (this.#state.name === 'STOPPED' || this.#lease.isValid) return;
    this.#state = { ...this.#state, name: 'EXPIRED' };
    this.#acquiredTasks.abandonAll(this.#state.handlers);
  }

  #send(message: Message): Promise<void> {
    return this.#database.withRetries(() => sendMessage(this.#database.queries, message));
  }
}
