import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request and the response to it. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  /** What the groups of the route's pattern matched. */
  readonly captured: readonly string[];
}

export interface Route {
  /** The route's name in the metrics. */
  readonly name: string;
  /** Matches the whole path, without query. */
  readonly path: RegExp;
  readonly methods: readonly string[];
  readonly handle: (exchange: Exchange) => Promise<void> | void;
}
