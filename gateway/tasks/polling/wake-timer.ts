import type { Runtime } from '../../runtime/runtime.ts';

/** One timer for the earliest of many points in time. */
export class WakeTimer {
  readonly #runtime: Pick<Runtime, 'now' | 'timers'>;
  readonly #onWake: () => void;
  #next: { readonly at: number; readonly stop: () => void } | undefined;
  #isClosed = false;

  constructor(runtime: Pick<Runtime, 'now' | 'timers'>, onWake: () => void) {
    this.#runtime = runtime;
    this.#onWake = onWake;
  }

  /** Wakes at a time, in Unix milliseconds, unless it wakes before that anyway. */
  wakeBy(at: number): void {
    if (this.#isClosed || (this.#next?.at ?? Infinity) <= at) return;
    this.#next?.stop();
    const { now, timers } = this.#runtime;
    const stop = timers.after(Math.max(0, at - now()), () => {
      this.#next = undefined;
      this.#onWake();
    });
    this.#next = { at, stop };
  }

  close(): void {
    this.#isClosed = true;
    this.#next?.stop();
  }
}
