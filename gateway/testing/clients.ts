import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import { WebSocket } from 'ws';

/** A result as a client receives it. */
export interface Result {
  readonly data?: unknown;
  readonly errors?: unknown;
}

export interface Subscriber {
  /** In order. */
  readonly results: AsyncIterableIterator<Result>;
  /** Resolves when the connection is closed. Only for WebSocket. */
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly dispose: () => void;
}

export type Subscribe = (
  url: string,
  query: string,
  options?: { variables?: Record<string, unknown>; authorization?: string; origin?: string },
) => Subscriber;

/** Subscribes with the client of graphql-ws. */
export const overWebSocket: Subscribe = (url, query, { variables, authorization, origin } = {}) => {
  const closed = Promise.withResolvers<{ code: number; reason: string }>();
  const client = createWsClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: class extends WebSocket {
      constructor(socketUrl: string, protocols: string) {
        super(socketUrl, protocols, origin === undefined ? {} : { headers: { origin } });
      }
    },
    retryAttempts: 0,
    ...(authorization === undefined ? {} : { connectionParams: { authorization } }),
    on: {
      closed: (event) => {
        const { code, reason } = event as { code: number; reason: string };
        closed.resolve({ code, reason });
      },
    },
  });
  return {
    results: client.iterate({ query, ...(variables === undefined ? {} : { variables }) }),
    closed: closed.promise,
    dispose: () => void client.dispose(),
  };
};

/** Subscribes with the client of graphql-sse, in distinct connections mode. */
export const overServerSentEvents: Subscribe = (url, query, { variables, authorization, origin } = {}) => {
  const client = createSseClient({
    url: `${url}/graphql`,
    retryAttempts: 0,
    headers: {
      ...(authorization === undefined ? {} : { authorization }),
      ...(origin === undefined ? {} : { origin }),
    },
  });
  return {
    results: client.iterate({ query, ...(variables === undefined ? {} : { variables }) }),
    closed: new Promise(() => undefined),
    dispose: () => {
      client.dispose();
    },
  };
};
