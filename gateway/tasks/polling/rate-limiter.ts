/** Calls that may be made at once after a quiet time. */
const burst = 10;
/** Calls a second, for each thousand of followed tasks and for the first of them in any case. */
const callsPerSecond = 0.8;

/**
 * How often Kling may be asked how tasks are: at most a call a second or so, ten times that for ten thousand tasks.
 * A round of several pages may run into debt, which the next one waits for.
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

  /** Milliseconds until there may be another call; 0 for now. @param followed how many tasks are looked at */
  wait(followed: number): number {
    const perMs = (callsPerSecond * Math.max(1, followed / 1000)) / 1000;
    const now = this.#now();
    this.#calls = Math.min(burst, this.#calls + Math.max(0, now - this.#at) * perMs);
    this.#at = now;
    return this.#calls >= 1 ? 0 : Math.ceil((1 - this.#calls) / perMs);
  }
}
