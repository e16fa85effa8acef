/** The timer that keeps all streams alive through proxies and detects peers that are gone. */
export interface Heartbeat {
  /** Calls back at each tick, once for all streams of a transport. */
  onTick(listener: () => void): void;
  stop(): void;
}

/** @param everyMs milliseconds between ticks; the timer does not keep the process alive */
export function createHeartbeat(everyMs: number): Heartbeat {
  const listeners: (() => void)[] = [];
  const timer = setInterval(() => {
    for (const listener of listeners) listener();
  }, everyMs).unref();
  return {
    onTick: (listener) => {
      listeners.push(listener);
    },
    stop: () => {
      clearInterval(timer);
    },
  };
}
