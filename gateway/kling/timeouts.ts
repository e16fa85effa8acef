/** How long a call may take, in milliseconds. */
export interface CallTimes {
  /** From the last byte of the request to the first of the response, and the longest silence on the connection. */
  readonly responseMs: number;
  /** The whole call. */
  readonly totalMs: number;
}

export interface Timeouts {
  /** For each of: resolving the host name, connecting, negotiating TLS. */
  readonly connectMs: number;
  readonly small: CallTimes;
  /** For bodies of more than 1 MB. */
  readonly large: CallTimes;
}

/**
 * All timeouts, in proportion to one of them.
 *
 * @param responseMs how long a small call may wait for the first byte of the response, in milliseconds
 */
export function timeoutsOf(responseMs: number): Timeouts {
  return {
    connectMs: Math.min(10_000, responseMs),
    small: { responseMs, totalMs: 2 * responseMs },
    large: { responseMs: 4 * responseMs, totalMs: 20 * responseMs },
  };
}

export const defaultTimeouts: Timeouts = timeoutsOf(30_000);
