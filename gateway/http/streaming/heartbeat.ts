/** The one timer that keeps streams alive through proxies, and finds those whose peer is gone. */
export interface Heartbeat {
  /** Called at each beat, for all streams of a kind. */
  onBeat(beat: () => void): void;
  stop(): void;
}

/** @param everyMs milliseconds from one beat to the next; the timer does not keep the process alive */
export function createHeartbeat(everyMs: number): Heartbeat {
  const beats: (() => void)[] = [];
  const timer = setInterval(() => {
    for (const beat of beats) beat();
  }, everyMs).unref();
  return {
    onBeat: (beat) => {
      beats.push(beat);
    },
    stop: () => {
      clearInterval(timer);
    },
  };
}
