import { setTimeout as pause } from 'node:timers/promises';

import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

import { type GraphQLResponse, graphqlClient } from '../graphql/client.ts';
import { TaskStatusDocument, type TaskStatusSubscription } from '../graphql/generated/graphql.ts';

type Results = AsyncIterable<GraphQLResponse<TaskStatusSubscription>>;

export interface RoamingSubscriberOptions {
  /** Of the gateways; it starts with the one at the index `first`, and moves on to the next where one fails. */
  readonly urls: readonly string[];
  readonly first: number;
  /** Of the task. */
  readonly id: string;
  /** Default: over Server-Sent Events. */
  readonly overWebSocket: boolean;
  /** Ends the attempts before the task is final. */
  readonly signal: AbortSignal;
}

/** Subscribes to a task, at whichever gateway answers, until it has received a final status and the end. */
export class RoamingSubscriber {
  readonly id: string;
  /** The statuses received over each connection. */
  readonly connections: string[][] = [];
  /** Each status with the time (`performance.now()`) at which it came, except what a connection starts with. */
  readonly updates: { readonly status: string; readonly at: number }[] = [];
  readonly ended: Promise<void>;

  constructor(options: RoamingSubscriberOptions) {
    this.id = options.id;
    this.ended = this.#run(options);
  }

  async #run({ urls, first, id, overWebSocket, signal }: RoamingSubscriberOptions): Promise<void> {
    for (let turn = first; !signal.aborted; turn += 1) {
      const endpoint = `${urls[turn % urls.length]}/graphql`;
      const received: string[] = [];
      this.connections.push(received);
      let final = false;
      try {
        for await (const { data, errors } of (overWebSocket ? webSocket : events)(endpoint, id)) {
          if (data == null || errors !== undefined) break;
          if (received.length > 0) {
            this.updates.push({ status: data.taskStatus.status, at: performance.now() });
          }
          received.push(data.taskStatus.status);
          ({ final } = data.taskStatus);
        }
        if (final) return;
      } catch {
        // The connection is lost, or there is no gateway.
      }
      await pause(100 + Math.random() * 400, undefined, { signal }).catch(() => undefined);
    }
  }
}

function events(endpoint: string, id: string): Results {
  return graphqlClient(endpoint).events(TaskStatusDocument, { id });
}

async function* webSocket(endpoint: string, id: string): Results {
  const client = createClient({
    url: endpoint.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  try {
    yield* client.iterate({ query: TaskStatusDocument.toString(), variables: { id } }) as Results;
  } finally {
    await client.dispose();
  }
}
