import { setTimeout as pause } from 'node:timers/promises';

import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';

import type { PostgresTables } from './migrations.ts';
import { postgresMigrations } from './migrations.ts';
import { databaseDown, isBroken, isPassing, reasonOf } from './errors.ts';
import type { Log } from '../../runtime/runtime.ts';

export type Queries = Kysely<PostgresTables>;

/** How long anything waits for the database before its caller hears of it, in milliseconds. */
const patienceMs = 30_000;
/** A start may find the database starting, too. */
const startPatienceMs = 60_000;
/** What takes longer counts as lost: the network may swallow packets without a word. */
const answerWithinMs = 5000;
const longestPauseMs = 1000;
/** Taken by whoever brings the tables up to date, until its connection ends. */
const migrationLock = 7_163_842_901;

/** Settings of every connection. A transaction whose gateway is gone must not hold its locks for long. */
export function connectionSettings(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: 'kling-elements-gateway',
    connectionTimeoutMillis: answerWithinMs,
    query_timeout: answerWithinMs,
    statement_timeout: answerWithinMs,
    idle_in_transaction_session_timeout: answerWithinMs,
    keepAlive: true,
    types,
  };
}

/** Whole numbers of 64 bits are times and counts here, all of them below 2^53. */
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, Number);

/** The pool, and patience with it: what fails because the database is away is done again for a while. */
export class PostgresDatabase {
  readonly queries: Queries;
  readonly #pool: pg.Pool;
  readonly #log: Log;
  readonly #closing = new AbortController();
  #troubled = false;

  constructor(url: string, log: Log) {
    this.#log = log;
    this.#pool = new pg.Pool({ ...connectionSettings(url), max: 10 });
    // An error on a connection that nobody uses, or that is being given up, is no reason to end the process.
    this.#pool.on('error', () => undefined);
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
    this.queries = new Kysely({ dialect: new PostgresDialect({ pool: carefulPool(this.#pool) }) });
  }

  /** The last attempt failed because the database is away. */
  get troubled(): boolean {
    return this.#troubled;
  }

  /**
   * @param work may run several times, also after it had its effect
   * @param since when the waiting began, as `performance.now()`
   * @throws ProblemError UNAVAILABLE when the database stays away
   */
  async patiently<Result>(work: () => Promise<Result>, since = performance.now()): Promise<Result> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const result = await work();
        this.#recovered();
        return result;
      } catch (error) {
        if (!isPassing(error)) throw error;
        if (isBroken(error)) this.#inTrouble(error);
        const waited = performance.now() - since;
        if (waited > patienceMs || this.#closing.signal.aborted) throw databaseDown();
        const longest = Math.min(longestPauseMs, 50 * 2 ** attempt);
        await pause(longest * (0.5 + Math.random() / 2), undefined, { ref: false });
      }
    }
  }

  /** In one transaction, with patience. */
  transaction<Result>(
    work: (queries: Transaction<PostgresTables>) => Promise<Result>,
    since?: number,
  ): Promise<Result> {
    return this.patiently(() => this.queries.transaction().execute(work), since);
  }

  /** What waits for the database waits no longer. */
  stopWaiting(): void {
    this.#closing.abort();
  }

  async close(): Promise<void> {
    this.stopWaiting();
    // A server that has gone silent does not answer goodbyes.
    await Promise.race([this.#pool.end(), pause(1000, undefined, { ref: false })]);
  }

  #inTrouble(error: unknown): void {
    if (this.#troubled || this.#closing.signal.aborted) return;
    this.#troubled = true;
    this.#log.warn({ reason: reasonOf(error) }, 'The database cannot be reached; waiting for it.');
  }

  #recovered(): void {
    if (!this.#troubled) return;
    this.#troubled = false;
    this.#log.info({}, 'The database can be reached again.');
  }
}

/** A single connection in the shape of a pool. Queries are queued: nothing else may run during a transaction. */
export function poolOf(client: pg.Client) {
  return {
    options: {},
    connect: () =>
      Promise.resolve({
        query: (text: string, values: readonly unknown[]) => client.query(text, [...values]),
        release: () => undefined,
      } as never),
    end: () => Promise.resolve(),
  };
}

/** A pool whose connections are thrown away after an error of their own, above all after an answer that never came. */
function carefulPool(pool: pg.Pool) {
  return {
    options: {},
    connect: async () => {
      const client = await pool.connect();
      let broken = false;
      return {
        query: async (text: string, values: readonly unknown[]) => {
          if (broken) throw new Error('Connection terminated');
          try {
            return await client.query(text, [...values]);
          } catch (error) {
            broken ||= isBroken(error);
            throw error;
          }
        },
        release: (destroy?: boolean) => {
          client.release(broken || destroy === true);
        },
      } as never;
    },
    end: () => pool.end(),
  };
}

/**
 * Waits for the database, and brings its tables up to date; of several gateways that start at once, one does.
 *
 * @throws Error in one line that says what to do
 */
export async function migrate(url: string, log: Log): Promise<void> {
  const lock = await connectPatiently(url, log);
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    // Over this connection, because rewriting a table may take longer than an everyday query.
    const queries: Queries = new Kysely({ dialect: new PostgresDialect({ pool: poolOf(lock) }) });
    const { error } = await new Migrator({
      db: queries,
      provider: { getMigrations: () => Promise.resolve({ ...postgresMigrations }) },
      allowUnorderedMigrations: true,
    }).migrateToLatest();
    if (error !== undefined) {
      throw new Error(
        `The ledger in the database cannot be brought up to date (${reasonOf(error)}); was it written by a newer gateway? Use that one, or another database in DATABASE_URL.`,
        { cause: error },
      );
    }
  } finally {
    await lock.end().catch(() => undefined);
  }
}

async function connectPatiently(url: string, log: Log): Promise<pg.Client> {
  const since = performance.now();
  for (let attempt = 0; ; attempt += 1) {
    // Waiting for the lock, and making tables, may take longer than a query of every day.
    const client = new pg.Client({
      ...connectionSettings(url),
      query_timeout: startPatienceMs,
      statement_timeout: startPatienceMs,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      void client.end().catch(() => undefined);
      if (!isPassing(error) || performance.now() - since > startPatienceMs) {
        throw new Error(
          `The database in DATABASE_URL cannot be used (${reasonOf(error)}); see that it runs, and that address, name and password are right.`,
          { cause: error },
        );
      }
      if (attempt === 0) {
        log.warn(
          { reason: reasonOf(error), patienceMs: startPatienceMs },
          'The database cannot be reached yet; waiting for it.',
        );
      }
      await pause(Math.min(longestPauseMs, 100 * 2 ** attempt));
    }
  }
}
