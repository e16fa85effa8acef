/** Where events are written, as pino has it: one object of facts, one sentence. */
export interface Log {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export interface Timers {
  /** Calls back once, after so many milliseconds. @returns what calls it off */
  after(milliseconds: number, callback: () => void): () => void;
}

/** What the tasks need of the world outside, so that tests can be that world. */
export interface Runtime {
  readonly log: Log;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** From 0 to 1, as `Math.random`. */
  readonly random: () => number;
  readonly timers: Timers;
}

/** Node's own timers. None of them keeps the process alive. */
export const nodeTimers: Timers = {
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds).unref();
    return () => {
      clearTimeout(timer);
    };
  },
};
