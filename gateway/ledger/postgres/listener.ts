import { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';

import { connectionSettings, poolOf, type Queries } from './database.ts';
import { reasonOf } from './errors.ts';
import { backoffDelay } from '../../runtime/backoff.ts';
import type { Log } from '../../runtime/runtime.ts';

/** The channel that all gateways on a database listen on. */
export const channel = 'kling_elements';

const reconnectBackoff = { firstMs: 50, longestMs: 1000, jitter: 'shorten' } as const;

export interface ListenerOptions {
  readonly url: string;
  readonly log: Log;
  /** The pause between two heartbeats, in milliseconds. */
  readonly heartbeatMs: number;
  /** Listening has begun, for the first time or again: notifications may have been missed. */
  readonly onConnected: (queries: Queries) => Promise<void>;
  /** Called again and again while the connection lasts; when it fails, the connection is replaced. */
  readonly heartbeat: (queries: Queries) => Promise<void>;
  readonly onNotification: (payload: string) => void;
  readonly onDisconnected: () => void;
}

/** The one connection that listens. Its heartbeats detect a dead connection, which is then replaced. */
export class PostgresListener {
  readonly #options: ListenerOptions;
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  #queries: Queries | undefined;
  #failures = 0;

  constructor(options: ListenerOptions) {
    this.#options = options;
    this.#running = this.#run();
  }

  /** Queries over the connection, while it lasts. They are queued: do not use transactions here. */
  get queries(): Queries | undefined {
    return this.#queries;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    for (;;) {
      try {
        await this.#runConnection();
      } catch (error) {
        if (signal.aborted) return;
        if (this.#failures === 0) {
          this.#options.log.warn(
            { reason: reasonOf(error) },
            'Lost the connection that listens to the database; reconnecting.',
          );
        }
        this.#failures += 1;
        const delayMs = backoffDelay(reconnectBackoff, this.#failures, Math.random());
        await pause(delayMs, undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
  }

  async #runConnection(): Promise<void> {
    this.#closing.signal.throwIfAborted();
    const { url, log, heartbeatMs, onConnected, heartbeat, onNotification, onDisconnected } = this.#options;
    const socket = new Socket();
    const client = new pg.Client({ ...connectionSettings(url), stream: () => socket });
    const lost = Promise.withResolvers<never>();
    lost.promise.catch(() => undefined);
    client.on('error', lost.reject);
    client.on('end', () => {
      lost.reject(new Error('Connection terminated'));
    });
    client.on('notification', ({ payload }) => {
      onNotification(payload ?? '');
    });
    this.#closing.signal.addEventListener('abort', lost.reject, { once: true });
    try {
      await Promise.race([lost.promise, client.connect()]);
      const queries: Queries = new Kysely({ dialect: new PostgresDialect({ pool: poolOf(client) }) });
      await Promise.race([lost.promise, client.query(`LISTEN ${channel}`)]);
      this.#queries = queries;
      await Promise.race([lost.promise, onConnected(queries)]);
      for (;;) {
        await Promise.race([lost.promise, heartbeat(queries)]);
        if (this.#failures > 0) log.info({}, 'Listening to the database again.');
        this.#failures = 0;
        await Promise.race([lost.promise, pause(heartbeatMs, undefined, { ref: false })]);
      }
    } finally {
      this.#closing.signal.removeEventListener('abort', lost.reject);
      this.#queries = undefined;
      onDisconnected();
      socket.destroy();
    }
  }
}
