import { type Backoff, backoffDelay } from '../runtime/backoff.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** How often to check on a create of another gateway. */
const checks: Backoff = { firstMs: 50, longestMs: 1000 };
/** A create with large uploads takes a while. */
const longestWaitMs = 120_000;

export interface PendingCreationsOptions {
  /** Undefined if there are no other gateways. */
  readonly isCreatingElsewhere: ((externalId: string) => Promise<boolean>) | undefined;
  readonly runtime: Pick<Runtime, 'now' | 'timers'>;
}

interface CreationsHere {
  count: number;
  readonly ended: PromiseWithResolvers<undefined>;
}

/** Waits for creates in progress, so that a client can subscribe to a task before it exists. */
export class PendingCreations {
  readonly #options: PendingCreationsOptions;
  /** By external ID, as for the next one. */
  readonly #here = new Map<string, CreationsHere>();
  readonly #waits = new Map<string, Promise<void>>();
  readonly #wakes = new Set<() => void>();
  #isClosed = false;

  constructor(options: PendingCreationsOptions) {
    this.#options = options;
  }

  /** A create begins at this gateway. @returns call it at its end */
  announce(externalId: string): () => void {
    const here = this.#here.get(externalId) ?? { count: 0, ended: Promise.withResolvers() };
    this.#here.set(externalId, here);
    here.count += 1;
    return () => {
      here.count -= 1;
      if (here.count > 0) return;
      this.#here.delete(externalId);
      here.ended.resolve(undefined);
    };
  }

  /** Resolves once no create under the external ID is in progress: immediately if none is, after two minutes at most. */
  async ended(externalId: string): Promise<void> {
    await this.#here.get(externalId)?.ended.promise;
    if (this.#options.isCreatingElsewhere === undefined) return;
    let wait = this.#waits.get(externalId);
    if (wait === undefined) {
      wait = this.#endedElsewhere(externalId).finally(() => this.#waits.delete(externalId));
      this.#waits.set(externalId, wait);
    }
    await wait;
  }

  /** Waits no longer. */
  close(): void {
    this.#isClosed = true;
    for (const { ended } of this.#here.values()) ended.resolve(undefined);
    for (const wake of [...this.#wakes]) wake();
  }

  async #endedElsewhere(externalId: string): Promise<void> {
    const { isCreatingElsewhere, runtime } = this.#options;
    const until = runtime.now() + longestWaitMs;
    for (let attempt = 1; !this.#isClosed && runtime.now() < until; attempt += 1) {
      if ((await isCreatingElsewhere?.(externalId)) !== true) return;
      await this.#wait(backoffDelay(checks, attempt));
    }
  }

  #wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        stopTimer();
        this.#wakes.delete(wake);
        resolve();
      };
      const stopTimer = this.#options.runtime.timers.after(milliseconds, wake);
      this.#wakes.add(wake);
    });
  }
}
