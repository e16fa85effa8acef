import { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';

import { connectionSettings, poolOf, type Queries } from './database.ts';
import { reasonOf } from './errors.ts';
import type { Log } from '../../runtime/runtime.ts';

/** All gateways on a database listen to this. */
export const channel = 'kling_elements';

const longestPauseMs = 1000;

export interface SessionOptions {
  readonly url: string;
  readonly log: Log;
  /** The pause between two beats, in milliseconds. */
  readonly beatMs: number;
  /** Listening has begun, for the first time or again: time to catch up. */
  readonly begun: (queries: Queries) => Promise<void>;
  /** Done again and again while the session lasts; its failure ends the session. */
  readonly beat: (queries: Queries) => Promise<void>;
  readonly heard: (payload: string) => void;
  readonly ended: () => void;
}

/** The one connection that listens. Its beats find out when it is dead; then there is another one, sooner or later. */
export class PostgresListener {
  readonly #options: SessionOptions;
  readonly #closing = new AbortController();
  readonly #life: Promise<void>;
  #queries: Queries | undefined;
  #failures = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#life = this.#live();
  }

  /** Queries over the connection, while it lasts. They are queued: no transactions here. */
  get queries(): Queries | undefined {
    return this.#queries;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#life;
  }

  async #live(): Promise<void> {
    const { signal } = this.#closing;
    for (;;) {
      try {
        await this.#once();
      } catch (error) {
        if (signal.aborted) return;
        if (this.#failures === 0) {
          this.#options.log.warn(
            { reason: reasonOf(error) },
            'The connection that listens to the database is lost; connecting again.',
          );
        }
        const longest = Math.min(longestPauseMs, 50 * 2 ** this.#failures);
        this.#failures += 1;
        await pause(longest * (0.5 + Math.random() / 2), undefined, { signal, ref: false }).catch(
          () => undefined,
        );
      }
    }
  }

  async #once(): Promise<void> {
    this.#closing.signal.throwIfAborted();
    const { url, log, beatMs, begun, beat, heard, ended } = this.#options;
    const socket = new Socket();
    const client = new pg.Client({ ...connectionSettings(url), stream: () => socket });
    const lost = Promise.withResolvers<never>();
    lost.promise.catch(() => undefined);
    client.on('error', lost.reject);
    client.on('end', () => {
      lost.reject(new Error('Connection terminated'));
    });
    client.on('notification', ({ payload }) => {
      heard(payload ?? '');
    });
    this.#closing.signal.addEventListener('abort', lost.reject, { once: true });
    try {
      await Promise.race([lost.promise, client.connect()]);
      const queries: Queries = new Kysely({ dialect: new PostgresDialect({ pool: poolOf(client) }) });
      await Promise.race([lost.promise, client.query(`LISTEN ${channel}`)]);
      this.#queries = queries;
      await Promise.race([lost.promise, begun(queries)]);
      for (;;) {
        await Promise.race([lost.promise, beat(queries)]);
        if (this.#failures > 0) log.info({}, 'The database is listened to again.');
        this.#failures = 0;
        await Promise.race([lost.promise, pause(beatMs, undefined, { ref: false })]);
      }
    } finally {
      this.#closing.signal.removeEventListener('abort', lost.reject);
      this.#queries = undefined;
      ended();
      socket.destroy();
    }
  }
}
