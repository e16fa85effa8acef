import type { Log } from '../../runtime/runtime.ts';

/** Logs when polls begin to fail and when they succeed again, but not each of them. */
export class OutageLog {
  readonly #log: Log;
  #isOut = false;

  constructor(log: Log) {
    this.#log = log;
  }

  failed(error: unknown): void {
    if (this.#isOut) return;
    this.#isOut = true;
    const reason = error instanceof Error ? error.message : String(error);
    this.#log.warn({ reason }, 'Polling failed. Retrying with backoff.');
  }

  succeeded(): void {
    if (!this.#isOut) return;
    this.#isOut = false;
    this.#log.info({}, 'Polling works again.');
  }
}
