import { setTimeout as pause } from 'node:timers/promises';

import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

import { type GraphQLResponse, graphqlClient } from '../graphql/client.ts';
import { TaskStatusDocument, type TaskStatusSubscription } from '../graphql/generated/graphql.ts';

type Results = AsyncIterable<GraphQLResponse<TaskStatusSubscription>>;

export interface RoamingSubscriberOptions {
  /** Of the gateways; it begins at the one with the index `first`, and goes on to the next where one fails. */
  readonly urls: readonly string[];
  readonly first: number;
  /** Of the task. */
  readonly id: string;
  /** Otherwise over Server-Sent Events. */
  readonly overWebSocket: boolean;
}

/** Watches a task until it has been told a final status and the end, at whichever gateway lets it. */
export class RoamingSubscriber {
  readonly id: string;
  /** The statuses that each of its connections has told. */
  readonly connections: string[][] = [];
  /** Each status with the moment (`performance.now()`) in which it came; not what a connection begins with. */
  readonly updates: { readonly status: string; readonly at: number }[] = [];
  readonly ended: Promise<void>;

  constructor(options: RoamingSubscriberOptions) {
    this.id = options.id;
    this.ended = this.#watch(options);
  }

  async #watch({ urls, first, id, overWebSocket }: RoamingSubscriberOptions): Promise<void> {
    for (let turn = first; ; turn += 1) {
      const endpoint = `${urls[turn % urls.length]}/graphql`;
      const seen: string[] = [];
      this.connections.push(seen);
      let final = false;
      try {
        for await (const { data, errors } of (overWebSocket ? webSocket : events)(endpoint, id)) {
          if (data == null || errors !== undefined) break;
          if (seen.length > 0) this.updates.push({ status: data.taskStatus.status, at: performance.now() });
          seen.push(data.taskStatus.status);
          ({ final } = data.taskStatus);
        }
        if (final) return;
      } catch {
        // The connection is lost, or there is no gateway.
      }
      await pause(100 + Math.random() * 400);
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
