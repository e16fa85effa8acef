/** How long a call may take, in milliseconds. */
export interface CallTimes {
  /** From the request's last byte to the answer's first, and the longest silence on the wire. */
  readonly answerMs: number;
  /** The whole call. */
  readonly wholeMs: number;
}

export interface Timeouts {
  /** Each of: looking up the name, connecting, securing the connection. */
  readonly connectMs: number;
  readonly small: CallTimes;
  /** Of calls that carry more than 1 MB. */
  readonly large: CallTimes;
}

/**
 * All time-outs in proportion to one.
 *
 * @param answerMs how long Kling may keep a small call waiting for its answer, in milliseconds
 */
export function timeoutsOf(answerMs: number): Timeouts {
  return {
    connectMs: Math.min(10_000, answerMs),
    small: { answerMs, wholeMs: 2 * answerMs },
    large: { answerMs: 4 * answerMs, wholeMs: 20 * answerMs },
  };
}

export const defaultTimeouts: Timeouts = timeoutsOf(30_000);
