/** Log of events, a part of pino's interface: each has an object of details and a sentence. */
export interface Log {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface Timers {
  /** Calls back once, after the given number of milliseconds. @returns cancels the timer */
  after(milliseconds: number, callback: () => void): () => void;
}

/** What depends on the outside world, passed in so that tests can replace it. */
export interface Runtime {
  readonly log: Log;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** From 0 to 1, as `Math.random`. */
  readonly random: () => number;
  readonly timers: Timers;
}

/** Node's timers, which do not keep the process alive. */
export const nodeTimers: Timers = {
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds).unref();
    return () => {
      clearTimeout(timer);
    };
  },
};
