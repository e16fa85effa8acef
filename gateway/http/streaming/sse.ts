import type { ServerResponse } from 'node:http';

import type { ExecutionResult } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';

import { fromAsyncIterable } from '../../streams/from-async-iterable.ts';
import type { Heartbeat } from './heartbeat.ts';
import { SseConnection } from './sse-connection.ts';

/** How long clients wait before they reconnect: this time, plus a random part of the spread. */
const retryAfterMs = 1000;
const retrySpreadMs = 3000;

/** All Server-Sent Events of a gateway. */
export interface ServerSentEvents {
  /** Answers with a stream of results, until it ends or the client disconnects; with a single result as its only one. */
  readonly serve: (
    response: ServerResponse,
    result: ExecutionResult | AsyncIterable<ExecutionResult>,
  ) => void;
  /** Stops keeping streams open. @returns a function for each open stream that ends it and has its client reconnect */
  goAway(): (() => void)[];
}

export interface ServerSentEventsOptions {
  readonly heartbeat: Heartbeat;
  /** From 0 to 1, as `Math.random`. */
  readonly random: () => number;
}

export function createServerSentEvents({ heartbeat, random }: ServerSentEventsOptions): ServerSentEvents {
  const open = new Set<SseConnection>();
  let goingAway = false;
  heartbeat.onTick(() => {
    for (const connection of open) connection.sendComment();
  });
  const goAway = (connection: SseConnection) => {
    connection.goAway(Math.round(retryAfterMs + random() * retrySpreadMs));
  };
  return {
    serve: (response, result) => {
      const results = isAsyncIterable(result) ? result : single(result);
      if (response.closed) {
        fromAsyncIterable(results).stop();
        return;
      }
      const connection = new SseConnection(response, results);
      open.add(connection);
      response.once('close', () => {
        open.delete(connection);
        connection.close();
      });
      if (goingAway) goAway(connection);
      else connection.start();
    },
    goAway: () => {
      goingAway = true;
      return [...open].map((connection) => () => {
        goAway(connection);
      });
    },
  };
}

async function* single(result: ExecutionResult): AsyncGenerator<ExecutionResult> {
  yield await Promise.resolve(result);
}
