import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

import type { ExecutionResult } from 'graphql';
import { isAsyncIterable, type Plugin, type YogaInitialContext } from 'graphql-yoga';

import { fromAsyncIterable } from '../../streams/from-async-iterable.ts';
import { acceptedResult, takesEvents } from '../request/accept.ts';
import { SseConnection } from './sse-connection.ts';
import type { Heartbeat } from './heartbeat.ts';

/** Clients come back after so many milliseconds, and up to so many more, drawn for each. */
const retryAfterMs = 1000;
const retrySpreadMs = 3000;

/** Every subscription that is carried by Server-Sent Events. */
export interface ServerSentEvents {
  /** Takes streams of results over from yoga, which has a timer for each and no end that clients come back from. */
  readonly plugin: Plugin<object, { readonly res: ServerResponse }>;
  /** Answers with a stream of results, until it ends or the client leaves; with what is no stream as its only one. */
  readonly serve: (
    response: ServerResponse,
    result: ExecutionResult | AsyncIterable<ExecutionResult>,
  ) => void;
  /** From now on none stays open. @returns what ends each of those that are */
  leave(): (() => void)[];
}

export interface ServerSentEventsOptions {
  readonly heartbeat: Heartbeat;
  /** From 0 to 1, as `Math.random`. */
  readonly random: () => number;
}

export function createServerSentEvents({ heartbeat, random }: ServerSentEventsOptions): ServerSentEvents {
  const open = new Set<SseConnection>();
  let leaving = false;
  heartbeat.onBeat(() => {
    for (const stream of open) stream.beat();
  });
  const leave = (stream: SseConnection) => {
    stream.leave(Math.round(retryAfterMs + random() * retrySpreadMs));
  };
  const serve: ServerSentEvents['serve'] = (response, result) => {
    const results = isAsyncIterable(result) ? result : only(result);
    if (response.closed) {
      fromAsyncIterable(results).stop();
      return;
    }
    const stream = new SseConnection(response, results);
    open.add(stream);
    response.once('close', () => {
      open.delete(stream);
      stream.close();
    });
    if (leaving) leave(stream);
    else stream.start();
  };
  const subscriptions = new WeakSet<Request>();

  return {
    plugin: {
      onSubscribe: ({ args }) => {
        const { request } = args.contextValue as Partial<YogaInitialContext>;
        if (request !== undefined) subscriptions.add(request);
      },
      onResultProcess: (processing) => {
        const { request, result, resultProcessor, serverContext } = processing;
        // Without a processor the client takes no stream.
        if (resultProcessor === undefined || Array.isArray(result)) return;
        const accept = request.headers.get('accept') ?? undefined;
        const takesOnlyEvents = takesEvents(accept) && acceptedResult(accept) === undefined;
        const isRefused = subscriptions.has(request) && takesOnlyEvents;
        if (!isAsyncIterable(result) && !isRefused) return;
        processing.setResultProcessor(async (_, fetchApi) => {
          const { res } = serverContext;
          serve(res, result as ExecutionResult | AsyncIterable<ExecutionResult>);
          // What yoga makes of a closed response is nothing.
          if (!res.closed) await once(res, 'close');
          return new fetchApi.Response(null);
        }, 'text/event-stream');
      },
    },
    serve,
    leave: () => {
      leaving = true;
      return [...open].map((stream) => () => {
        leave(stream);
      });
    },
  };
}

async function* only(result: ExecutionResult): AsyncGenerator<ExecutionResult> {
  yield await Promise.resolve(result);
}
