/** Calls that may be made at once after a quiet time. */
const burst = 10;
/** Calls per second for each thousand polled tasks, and for fewer than that. */
const callsPerSecond = 0.8;

/**
 * Limits how often Kling is polled: about one call per second, ten times that for ten thousand tasks. A scan of
 * several pages may go into debt, which the next call waits for.
 */
export class RateLimiter {
  readonly #now: () => number;
  #calls = burst;
  #at: number;

  constructor(now: () => number) {
    this.#now = now;
    this.#at = now();
  }

  spend(): void {
    this.#calls -= 1;
  }

  /** Milliseconds until the next call is allowed; 0 for now. @param polledTasks the number of tasks that are polled */
  wait(polledTasks: number): number {
    const perMs = (callsPerSecond * Math.max(1, polledTasks / 1000)) / 1000;
    const now = this.#now();
    this.#calls = Math.min(burst, this.#calls + Math.max(0, now - this.#at) * perMs);
    this.#at = now;
    return this.#calls >= 1 ? 0 : Math.ceil((1 - this.#calls) / perMs);
  }
}
