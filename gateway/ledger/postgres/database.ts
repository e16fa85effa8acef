import { setTimeout as pause } from 'node:timers/promises';

import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';

import type { PostgresTables } from './migrations.ts';
import { postgresMigrations } from './migrations.ts';
import { databaseUnavailable, isBroken, isTransient, reasonOf } from './errors.ts';
import { backoffDelay } from '../../runtime/backoff.ts';
import type { Log } from '../../runtime/runtime.ts';

export type Queries = Kysely<PostgresTables>;

/** How long work is retried before it fails, in milliseconds. */
const retryForMs = 30_000;
/** The same at a start, when the database may be starting as well. */
const retryStartForMs = 60_000;
/** A query that takes longer counts as lost: networks drop packets silently. In milliseconds. */
const queryTimeoutMs = 5000;
const retryBackoff = { firstMs: 50, longestMs: 1000, jitter: 'shorten' } as const;
const connectBackoff = { firstMs: 100, longestMs: 1000 } as const;
/** Acquired by the gateway that migrates the tables, until its connection ends. */
const migrationLock = 7_163_842_901;

/** Settings of every connection. A transaction whose gateway is gone must not keep its locks for long. */
export function connectionSettings(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: 'kling-elements-gateway',
    connectionTimeoutMillis: queryTimeoutMs,
    query_timeout: queryTimeoutMs,
    statement_timeout: queryTimeoutMs,
    idle_in_transaction_session_timeout: queryTimeoutMs,
    keepAlive: true,
    types,
  };
}

/** 64-bit integers are times and counts here, all below 2^53. */
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, Number);

/** The pool of connections. Work that fails because the database is unavailable is retried for 30 s. */
export class PostgresDatabase {
  readonly queries: Queries;
  readonly #pool: pg.Pool;
  readonly #log: Log;
  readonly #closing = new AbortController();
  #unavailable = false;

  constructor(url: string, log: Log) {
    this.#log = log;
    this.#pool = new pg.Pool({ ...connectionSettings(url), max: 10 });
    // An error on an idle connection, or on one that is being discarded, must not end the process.
    this.#pool.on('error', () => undefined);
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
    this.queries = new Kysely({ dialect: new PostgresDialect({ pool: discardingPool(this.#pool) }) });
  }

  /** The last attempt failed because the database could not be reached. */
  get isUnavailable(): boolean {
    return this.#unavailable;
  }

  /**
   * @param work may run several times, even after it has taken effect
   * @param since when the caller began to wait, as `performance.now()`
   * @throws ProblemError UNAVAILABLE when the database stays unavailable
   */
  async withRetries<Result>(work: () => Promise<Result>, since = performance.now()): Promise<Result> {
    for (let failures = 1; ; failures += 1) {
      try {
        const result = await work();
        this.#setAvailable();
        return result;
      } catch (error) {
        if (!isTransient(error)) throw error;
        if (isBroken(error)) this.#setUnavailable(error);
        const waited = performance.now() - since;
        if (waited > retryForMs || this.#closing.signal.aborted) throw databaseUnavailable();
        await pause(backoffDelay(retryBackoff, failures, Math.random()), undefined, { ref: false });
      }
    }
  }

  /** In one transaction, with retries. */
  transaction<Result>(
    work: (queries: Transaction<PostgresTables>) => Promise<Result>,
    since?: number,
  ): Promise<Result> {
    return this.withRetries(() => this.queries.transaction().execute(work), since);
  }

  /** Work that waits for the database fails at its next attempt. */
  stopRetrying(): void {
    this.#closing.abort();
  }

  async close(): Promise<void> {
    this.stopRetrying();
    // A server that no longer responds does not confirm the end either.
    await Promise.race([this.#pool.end(), pause(1000, undefined, { ref: false })]);
  }

  #setUnavailable(error: unknown): void {
    if (this.#unavailable || this.#closing.signal.aborted) return;
    this.#unavailable = true;
    this.#log.warn({ reason: reasonOf(error) }, 'Cannot reach the database; waiting for it.');
  }

  #setAvailable(): void {
    if (!this.#unavailable) return;
    this.#unavailable = false;
    this.#log.info({}, 'The database is available again.');
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

/** A pool that discards a connection after an error of its own, above all after a query that got no response. */
function discardingPool(pool: pg.Pool) {
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
 * Waits for the database and migrates its tables; of several gateways that start at once, one does.
 *
 * @throws Error in one line that says what to do
 */
export async function migrate(url: string, log: Log): Promise<void> {
  const lock = await connectWithRetries(url, log);
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
        `Cannot migrate the ledger in the database (${reasonOf(error)}). Was it written by a newer gateway? Use that version, or set DATABASE_URL to another database.`,
        { cause: error },
      );
    }
  } finally {
    await lock.end().catch(() => undefined);
  }
}

async function connectWithRetries(url: string, log: Log): Promise<pg.Client> {
  const since = performance.now();
  for (let failures = 1; ; failures += 1) {
    // Waiting for the lock and migrating tables may take longer than an everyday query.
    const client = new pg.Client({
      ...connectionSettings(url),
      query_timeout: retryStartForMs,
      statement_timeout: retryStartForMs,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      void client.end().catch(() => undefined);
      if (!isTransient(error) || performance.now() - since > retryStartForMs) {
        throw new Error(
          `Cannot use the database in DATABASE_URL (${reasonOf(error)}). Check that it is running and that its host, user name and password are correct.`,
          { cause: error },
        );
      }
      if (failures === 1) {
        log.warn(
          { reason: reasonOf(error), retryForMs: retryStartForMs },
          'Cannot reach the database yet; waiting for it.',
        );
      }
      await pause(backoffDelay(connectBackoff, failures));
    }
  }
}
