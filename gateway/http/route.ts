import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request and its answer. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  /** What the route's pattern caught. */
  readonly captured: readonly string[];
}

export interface Route {
  /** Its name in the metrics. */
  readonly name: string;
  /** Matches the whole path, without the query. */
  readonly path: RegExp;
  readonly methods: readonly string[];
  readonly handle: (exchange: Exchange) => Promise<void> | void;
}
