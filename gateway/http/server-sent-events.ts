import type { ExecutionResult, GraphQLError } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';

import { EventStream } from './event-stream.ts';
import type { Heartbeat } from './heartbeat.ts';

/** Clients come back after so many milliseconds, and up to so many more, drawn for each. */
const retryAfterMs = 1000;
const retrySpreadMs = 3000;

/** Every subscription that is carried by Server-Sent Events. */
export interface ServerSentEvents {
  /** Writes streams of results in place of yoga, which has a timer for each and no end that clients come back from. */
  readonly plugin: Plugin;
  /** From now on none stays open. @returns what ends each of those that are */
  leave(): (() => void)[];
}

export interface ServerSentEventsOptions {
  readonly heartbeat: Heartbeat;
  /** From 0 to 1, as `Math.random`. */
  readonly random: () => number;
}

export function createServerSentEvents({ heartbeat, random }: ServerSentEventsOptions): ServerSentEvents {
  const open = new Set<EventStream>();
  let leaving = false;
  heartbeat.onBeat(() => {
    for (const stream of open) stream.beat();
  });
  const leave = (stream: EventStream) => {
    stream.leave(Math.round(retryAfterMs + random() * retrySpreadMs));
  };

  return {
    plugin: {
      onResultProcess: (processing) => {
        const { result, resultProcessor } = processing;
        // Without a processor the client takes no stream; what is no stream ends at once in yoga's own.
        if (resultProcessor === undefined || !isAsyncIterable(result)) return;
        processing.setResultProcessor((results, fetchApi) => {
          const stream = new EventStream(results as AsyncIterable<ExecutionResult>, textOf);
          open.add(stream);
          stream.once('close', () => open.delete(stream));
          if (leaving) leave(stream);
          return new fetchApi.Response(stream as never, { headers });
        }, 'text/event-stream');
      },
    },
    leave: () => {
      leaving = true;
      return [...open].map((stream) => () => {
        leave(stream);
      });
    },
  };
}

const headers = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache',
  // Proxies such as nginx would gather events before they pass them on.
  'x-accel-buffering': 'no',
};

/** The status that yoga takes from an error is not for clients. */
function textOf(result: ExecutionResult): string {
  return JSON.stringify({ ...result, ...(result.errors && { errors: result.errors.map(withoutStatus) }) });
}

function withoutStatus(error: GraphQLError): unknown {
  const told = error.toJSON();
  if (told.extensions?.http === undefined) return told;
  return { ...told, extensions: { ...told.extensions, http: undefined } };
}
