import type { Queries } from './database.ts';
import type { Change } from '../change.ts';
import { changesAfter, newestChange } from './change-log.ts';

/** Changes read in one query. */
const batchSize = 500;

/**
 * Follows the change log: publishes every change once, in commit order, whichever gateway wrote it.
 *
 *     IDLE --read--> READING --read--> READING_AGAIN --next query--> READING --nothing more--> IDLE
 *     READING, READING_AGAIN --disconnected--> IDLE
 */
export class ChangeLogReader {
  readonly #publish: (change: Change) => void;
  /** The sequence number of the last change that was published; undefined before the first connection. */
  #position: number | undefined;
  #reading:
    | { readonly state: 'READING' | 'READING_AGAIN'; readonly done: Promise<unknown> }
    | { readonly state: 'IDLE' } = { state: 'IDLE' };
  readonly #waiting = new Set<{ readonly sequence: number; readonly resolve: () => void }>();

  constructor(publish: (change: Change) => void) {
    this.#publish = publish;
  }

  /** On the first connection, starts with the changes from now on; later, with those that were missed. */
  async connected(queries: Queries): Promise<void> {
    if (this.#position !== undefined) {
      await this.read(queries);
      return;
    }
    this.#position = (await newestChange(queries))?.sequence ?? 0;
  }

  /** Reads what there is. Only one reads at a time; who calls meanwhile waits for the next query. */
  async read(queries: Queries): Promise<void> {
    if (this.#reading.state !== 'IDLE') {
      const { done } = this.#reading;
      this.#reading = { state: 'READING_AGAIN', done };
      await done;
      return;
    }
    const { promise: done, resolve, reject } = Promise.withResolvers<undefined>();
    this.#reading = { state: 'READING', done };
    this.#readAll(queries, done).then(() => {
      resolve(undefined);
    }, reject);
    await done;
  }

  /** Resolves once the change has been published, or the connection is lost. */
  published(sequence: number): Promise<void> {
    if (this.#position !== undefined && sequence <= this.#position) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.add({ sequence, resolve });
    });
  }

  /** Nobody is to wait for changes, or for a query, over the lost connection. */
  disconnected(): void {
    this.#reading = { state: 'IDLE' };
    for (const { resolve } of this.#waiting) resolve();
    this.#waiting.clear();
  }

  /** @param done tells this reader from one that began after a disconnection */
  async #readAll(queries: Queries, done: Promise<unknown>): Promise<void> {
    const isCurrent = () => this.#reading.state !== 'IDLE' && this.#reading.done === done;
    try {
      for (let more = this.#position !== undefined; more;) {
        if (isCurrent()) this.#reading = { state: 'READING', done };
        const found = await changesAfter(queries, this.#position ?? 0, batchSize);
        for (const change of found) this.#publishNext(change);
        this.#resolveWaiting();
        more = found.length === batchSize || (isCurrent() && this.#reading.state === 'READING_AGAIN');
      }
    } finally {
      // In the same turn as the last check of the state, so that no call of `read` is missed.
      if (isCurrent()) this.#reading = { state: 'IDLE' };
    }
  }

  #publishNext(change: Change): void {
    // A query over a lost connection may still complete; what it returns may have been published already.
    if (change.sequence <= (this.#position ?? 0)) return;
    this.#position = change.sequence;
    this.#publish(change);
  }

  #resolveWaiting(): void {
    for (const waiting of this.#waiting) {
      if (waiting.sequence > (this.#position ?? 0)) continue;
      this.#waiting.delete(waiting);
      waiting.resolve();
    }
  }
}
