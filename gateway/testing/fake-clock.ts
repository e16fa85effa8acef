import type { Timers } from '../runtime/runtime.ts';
import { nextTurn } from './next-turn.ts';

/** Time that passes only when a test advances it, timer by timer. */
export class FakeClock implements Timers {
  #now = Date.UTC(2026, 0, 1);
  readonly #timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  readonly #whenIdle: () => Promise<void>;

  /** @param whenIdle resolves when everything has happened that a timer set off */
  constructor(whenIdle: () => Promise<void> = nextTurn) {
    this.#whenIdle = whenIdle;
  }

  readonly now = (): number => this.#now;

  /** The number of timers set. */
  get pending(): number {
    return this.#timers.size;
  }

  after(milliseconds: number, callback: () => void): () => void {
    const timer = { at: this.#now + milliseconds, callback };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await this.#whenIdle();
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
      await this.#whenIdle();
    }
    this.#now = end;
  }

  #next(end: number) {
    const due = [...this.#timers].filter(({ at }) => at <= end);
    return due.sort((one, other) => one.at - other.at)[0];
  }
}
