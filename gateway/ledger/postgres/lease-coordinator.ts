import { type Problem, ProblemError } from '@kling-elements/validation';
import { type ExpressionBuilder, expressionBuilder, sql } from 'kysely';

import type { PostgresDatabase, Queries } from './database.ts';
import type { PostgresTables } from './migrations.ts';
import { channel } from './listener.ts';
import { reasonOf } from './errors.ts';
import { rowOf } from '../task-record.ts';
import type { WorkCoordinator, WorkHandlers } from '../work-coordinator.ts';
import type { Log } from '../../runtime/runtime.ts';

/** Milliseconds between two renewals of the lease, and how long it lasts without one. */
export const beatMs = 1000;
export const leaseMs = 5000;
/** Creates wait longer: the call of a gateway that only lost the database may still be under way. */
const creationGraceMs = 15_000;
/** Rows of gateways that have been gone for so long are taken away. */
const forgetMs = 60_000;

/** A list page holds 500 tasks, whoever reads it: dividing fewer than this would only multiply the pages. */
const worthDividing = 2000;
/** Tasks taken or let go in one statement. */
const slice = 500;

/** What gateways say to each other besides changes, of which the payload is empty. */
type Message =
  { readonly hint: string; readonly to: string } | { readonly givenUp: string; readonly why: Problem };

type Alive = ExpressionBuilder<PostgresTables, 'gateways'>;
type OfTask = ExpressionBuilder<PostgresTables, 'tasks'>;

/**
 * Which tasks are this gateway's. Each gateway has one lease that it renews with every beat; the tasks it has taken
 * are its own while that lasts. The oldest gateway takes all, up to what is worth dividing; from there on the next
 * oldest take their shares.
 */
export class LeaseCoordinator implements WorkCoordinator {
  readonly #id: string;
  readonly #database: PostgresDatabase;
  readonly #log: Log;
  readonly #held = new Map<string, boolean>();
  readonly #watching = new Map<string, 'new' | 'told' | 'gone'>();
  #handlers: WorkHandlers | undefined;
  #leasedUntil = 0;
  #guard: NodeJS.Timeout | undefined;

  constructor(id: string, database: PostgresDatabase, log: Log) {
    this.#id = id;
    this.#database = database;
    this.#log = log;
  }

  start(handlers: WorkHandlers): void {
    this.#handlers = handlers;
    this.#guard = setInterval(() => {
      // Another gateway may take the tasks from now on.
      if (performance.now() > this.#leasedUntil) this.#letGoAll();
    }, beatMs / 2).unref();
  }

  stop(): void {
    clearInterval(this.#guard);
    this.#handlers = undefined;
    this.#held.clear();
  }

  watch(taskId: string): void {
    this.#watching.set(taskId, this.#watching.get(taskId) === 'gone' ? 'told' : 'new');
  }

  unwatch(taskId: string): void {
    if (this.#watching.get(taskId) === 'new') this.#watching.delete(taskId);
    else this.#watching.set(taskId, 'gone');
  }

  isWatched(taskId: string): Promise<boolean> {
    return this.#database.patiently(async () => {
      const found = await this.#database.queries
        .selectFrom('watched_tasks')
        .innerJoin('gateways', 'gateways.id', 'watched_tasks.gateway')
        .select('gateways.id')
        .where('watched_tasks.task_id', '=', taskId)
        .where((row) => isAlive(row))
        .executeTakeFirst();
      return found !== undefined;
    });
  }

  async hint(taskId: string): Promise<boolean> {
    const holder = await this.#database.patiently(() =>
      this.#database.queries
        .selectFrom('tasks')
        .innerJoin('gateways', 'gateways.id', 'tasks.acquired_by')
        .select('gateways.id')
        .where('tasks.id', '=', taskId)
        .where((row) => isAlive(row))
        .executeTakeFirst(),
    );
    if (holder === undefined || holder.id === this.#id) return false;
    await this.#say({ hint: taskId, to: holder.id });
    return true;
  }

  abandon(taskId: string, { problem }: ProblemError): void {
    this.#say({ givenUp: taskId, why: problem }).catch((error: unknown) => {
      this.#log.debug({ taskId, reason: reasonOf(error) }, 'Other gateways could not be told.');
    });
  }

  async markUnresolved(externalId: string): Promise<void> {
    await this.#database.patiently(() =>
      this.#database.queries
        .updateTable('creations')
        .set({ in_progress: 0 })
        .where('external_id', '=', externalId)
        .where('acquired_by', '=', this.#id)
        .execute(),
    );
  }

  /** What another gateway, or this one, has said. */
  heard(payload: string): void {
    let message: Message;
    try {
      message = JSON.parse(payload) as Message;
    } catch {
      this.#log.debug({}, 'Somebody else has said something on the channel of the gateways.');
      return;
    }
    if ('hint' in message) {
      if (message.to === this.#id) this.#handlers?.onHint(message.hint);
    } else {
      this.#handlers?.onAbandoned(message.givenUp, new ProblemError(message.why));
    }
  }

  /** After a time without the database: what this gateway watches may have been forgotten. */
  tellAnew(): void {
    for (const [id, state] of this.#watching) if (state === 'told') this.#watching.set(id, 'new');
  }

  /** Renews the lease, and takes, keeps or lets go of work. */
  async beat(queries: Queries): Promise<void> {
    const begun = performance.now();
    await this.#renew(queries);
    this.#leasedUntil = begun + leaseMs - beatMs;
    await this.#tellWatches(queries);
    const handlers = this.#handlers;
    if (handlers === undefined) return;
    const open = isOpen(handlers.recordedSince());
    const share = await this.#share(queries, open);
    if (share === 0) await this.#giveBack(queries, open, 0);
    else await this.#takeTasks(queries, open, share);
    await this.#compare(queries, open, handlers);
    await this.#takeCreations(queries, handlers);
  }

  /** The lease is given back; others may take over at once. */
  async leave(queries: Queries): Promise<void> {
    this.stop();
    await queries.deleteFrom('watched_tasks').where('gateway', '=', this.#id).execute();
    await queries.deleteFrom('gateways').where('id', '=', this.#id).execute();
  }

  async #renew(queries: Queries): Promise<void> {
    await queries
      .insertInto('gateways')
      .values({ id: this.#id, lease_expires_at: inMs(leaseMs) })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((row) => ({
          lease_expires_at: row.ref('excluded.lease_expires_at'),
          // Who was away comes back as the youngest: what others have taken over stays theirs.
          joined_at: row
            .case()
            .when('gateways.lease_expires_at', '<', sql<Date>`now()`)
            .then(sql<Date>`now()`)
            .else(row.ref('gateways.joined_at'))
            .end(),
        })),
      )
      .execute();
  }

  async #tellWatches(queries: Queries): Promise<void> {
    const inState = (wanted: string) =>
      [...this.#watching].filter(([, state]) => state === wanted).map(([id]) => id);
    const added = inState('new');
    const gone = inState('gone');
    if (added.length > 0) {
      await queries
        .insertInto('watched_tasks')
        .values(added.map((task_id) => ({ task_id, gateway: this.#id })))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      for (const id of added) {
        // It may have been left while that was being written.
        this.#watching.set(id, this.#watching.get(id) === 'new' ? 'told' : 'gone');
      }
    }
    if (gone.length > 0) {
      await queries
        .deleteFrom('watched_tasks')
        .where('gateway', '=', this.#id)
        .where('task_id', 'in', gone)
        .execute();
      for (const id of gone) {
        if (this.#watching.get(id) === 'gone') this.#watching.delete(id);
        else this.#watching.set(id, 'new');
      }
    }
  }

  /** How many tasks are this gateway's to look at; 0 when older gateways look at all. */
  async #share(queries: Queries, open: Open): Promise<number> {
    const alive = await queries
      .selectFrom('gateways')
      .select('id')
      .where((row) => isAlive(row))
      .orderBy('joined_at')
      .orderBy('id')
      .execute();
    const rank = alive.findIndex(({ id }) => id === this.#id);
    if (rank === 0) await this.#forgetTheDead(queries);
    const { count } = await queries
      .selectFrom('tasks')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('complete', '=', 0)
      .where(open)
      .executeTakeFirstOrThrow();
    const lookers = Math.min(alive.length, Math.max(1, Math.ceil(count / worthDividing)));
    if (rank >= lookers) return 0;
    return lookers === 1 ? Infinity : Math.ceil(count / lookers);
  }

  async #forgetTheDead(queries: Queries): Promise<void> {
    const gone = await queries
      .deleteFrom('gateways')
      .where('lease_expires_at', '<', inMs(-forgetMs))
      .returning('id')
      .execute();
    if (gone.length === 0) return;
    const ids = gone.map(({ id }) => id);
    await queries.deleteFrom('watched_tasks').where('gateway', 'in', ids).execute();
  }

  async #takeTasks(queries: Queries, open: Open, share: number): Promise<void> {
    await this.#giveBack(queries, open, share);
    let room = share - this.#held.size;
    while (room > 0) {
      const limit = Math.min(slice, room);
      const { numUpdatedRows } = await queries
        .updateTable('tasks')
        .set({ acquired_by: this.#id })
        .where('id', 'in', (outer) =>
          outer
            .selectFrom('tasks')
            .select('tasks.id')
            .where('complete', '=', 0)
            .where(open)
            .where((row) => row.not(isHeld('tasks.acquired_by')))
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

  /** Beyond its share, and a little more, so that tasks do not wander with every change of the count. */
  async #giveBack(queries: Queries, open: Open, share: number): Promise<void> {
    const tooMany = share === 0 ? Infinity : this.#held.size - Math.ceil(share * 1.1) - 10;
    if (tooMany <= 0 || (share === 0 && this.#held.size === 0)) return;
    const ids = [...this.#held.keys()].slice(0, Math.min(tooMany, slice));
    await queries
      .updateTable('tasks')
      .set({ acquired_by: null })
      .where('acquired_by', '=', this.#id)
      .where('id', 'in', ids)
      .execute();
  }

  /** Tells what is different from the beat before. */
  async #compare(queries: Queries, open: Open, handlers: WorkHandlers): Promise<void> {
    const mine = await queries
      .selectFrom('tasks')
      .select((row) => ['tasks.id', isWatchedByAny(row).as('watched')])
      .where('acquired_by', '=', this.#id)
      .where('complete', '=', 0)
      .where(open)
      .execute();
    const now = new Map(mine.map(({ id, watched }) => [id, watched === true]));
    for (const id of this.#held.keys()) {
      if (now.has(id)) continue;
      this.#held.delete(id);
      handlers.onReleased(id);
    }
    const wanted = mine.filter(
      ({ id, watched }) => !this.#held.has(id) || (watched === true && this.#held.get(id) === false),
    );
    for (let from = 0; from < wanted.length; from += slice) {
      await this.#take(
        queries,
        wanted.slice(from, from + slice).map(({ id }) => id),
        now,
        handlers,
      );
    }
    for (const [id, watched] of now) {
      if (!this.#held.get(id) || watched) continue;
      this.#held.set(id, false);
      handlers.onUnwatched(id);
    }
  }

  async #take(
    queries: Queries,
    ids: readonly string[],
    now: ReadonlyMap<string, boolean>,
    handlers: WorkHandlers,
  ): Promise<void> {
    const rows = await queries.selectFrom('tasks').selectAll().where('id', 'in', ids).execute();
    for (const stored of rows) {
      const watched = now.get(stored.id) === true;
      const isNew = !this.#held.has(stored.id);
      this.#held.set(stored.id, watched);
      if (isNew) handlers.onAcquired(rowOf(stored), watched);
      else if (watched) handlers.onWatched(rowOf(stored));
    }
  }

  async #takeCreations(queries: Queries, handlers: WorkHandlers): Promise<void> {
    const taken = await queries
      .updateTable('creations')
      .set({ acquired_by: this.#id, in_progress: 0 })
      .where('external_id', 'in', (outer) =>
        outer
          .selectFrom('creations')
          .select('creations.external_id')
          .where('state', '=', 'UNRESOLVED')
          .where((row) => row.not(isHeld('creations.acquired_by', creationGraceMs)))
          .limit(slice)
          .forUpdate('creations')
          .skipLocked(),
      )
      .returning('external_id')
      .execute();
    if (taken.length > 0) handlers.onCreationsAcquired(taken.map(({ external_id }) => external_id));
  }

  #letGoAll(): void {
    for (const id of this.#held.keys()) this.#handlers?.onReleased(id);
    this.#held.clear();
  }

  async #say(message: Message): Promise<void> {
    await this.#database.patiently(() =>
      sql`select pg_notify(${channel}, ${JSON.stringify(message)})`.execute(this.#database.queries),
    );
  }
}

type Open = ReturnType<typeof isOpen>;

/** Looked at while that is so: ours and not too old, or watched. */
function isOpen(recordedSince: number) {
  return (row: OfTask) =>
    row.or([
      row.and([row('tasks.created_here', '=', 1), row('tasks.recorded_at', '>=', recordedSince)]),
      isWatchedByAny(row),
    ]);
}

function isWatchedByAny(row: OfTask) {
  return row.exists(
    row
      .selectFrom('watched_tasks')
      .innerJoin('gateways', 'gateways.id', 'watched_tasks.gateway')
      .select('gateways.id')
      .whereRef('watched_tasks.task_id', '=', 'tasks.id')
      .where((gateway) => isAlive(gateway)),
  );
}

/** Whether the holder is alive, or was so many milliseconds ago. */
function isHeld(holder: 'tasks.acquired_by' | 'creations.acquired_by', graceMs = 0) {
  const row = expressionBuilder<PostgresTables, 'tasks' | 'creations'>();
  return row.exists(
    row
      .selectFrom('gateways')
      .select('gateways.id')
      .whereRef('gateways.id', '=', holder)
      .where('gateways.lease_expires_at', '>', inMs(-graceMs)),
  );
}

function isAlive(row: Pick<Alive, 'eb'> | Alive) {
  return (row as Alive)('gateways.lease_expires_at', '>', sql<Date>`now()`);
}

/** By the database's clock, which is the same for all. */
function inMs(milliseconds: number) {
  return sql<Date>`now() + make_interval(secs => ${milliseconds / 1000})`;
}
