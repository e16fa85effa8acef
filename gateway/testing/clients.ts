import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import { WebSocket } from 'ws';

/** What arrives of an execution. */
export interface Result {
  readonly data?: unknown;
  readonly errors?: unknown;
}

export interface Subscriber {
  /** The results to come, one after the other. */
  readonly results: AsyncIterableIterator<Result>;
  /** Resolves with code and reason when the connection is closed; of WebSocket only. */
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly dispose: () => void;
}

export type Subscribe = (
  url: string,
  query: string,
  given?: { variables?: Record<string, unknown>; authorization?: string; origin?: string },
) => Subscriber;

/** Subscribes with graphql-ws's own client. */
export const overWebSocket: Subscribe = (url, query, { variables, authorization, origin } = {}) => {
  const closed = Promise.withResolvers<{ code: number; reason: string }>();
  const client = createWsClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: class extends WebSocket {
      constructor(address: string, protocols: string) {
        super(address, protocols, origin === undefined ? {} : { headers: { origin } });
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

/** Subscribes with graphql-sse's own client, in its mode of distinct connections. */
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
