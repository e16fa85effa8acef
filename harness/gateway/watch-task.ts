import { setTimeout as pause } from 'node:timers/promises';

import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

import { TaskStatusDocument, type TaskStatusSubscription } from '../graphql/generated/graphql.ts';
import type { GatewayProcess } from './gateway-process.ts';

/** What a subscriber received about one task. */
export interface WatchedTask {
  readonly taskId: string;
  /** The statuses, by connection. */
  readonly connections: readonly (readonly string[])[];
}

/** Follows a task over Server-Sent Events without a client library: reconnects whenever the stream breaks off. */
export async function watchOverSse(gateway: GatewayProcess, taskId: string): Promise<WatchedTask> {
  const connections: string[][] = [];
  for (;;) {
    const received: string[] = [];
    try {
      for await (const { data, errors } of gateway.client.events(TaskStatusDocument, { id: taskId })) {
        if (data === null || data === undefined) throw new Unexpected(JSON.stringify(errors));
        received.push(data.taskStatus.status);
        if (data.taskStatus.final) return { taskId, connections: [...connections, received] };
      }
    } catch (error) {
      if (error instanceof Unexpected) throw error;
    } finally {
      if (received.length > 0) connections.push(received);
    }
    await pause(200);
  }
}

/** Follows a task over WebSocket, by graphql-ws's own client and its retries. */
export async function watchOverWebSocket(gateway: GatewayProcess, taskId: string): Promise<WatchedTask> {
  const connections: string[][] = [];
  const client = createClient({
    url: gateway.endpoint.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: () => pause(200),
    on: { connected: () => connections.push([]) },
  });
  try {
    await new Promise<void>((resolve, reject) => {
      client.subscribe<TaskStatusSubscription>(
        { query: TaskStatusDocument.toString(), variables: { id: taskId } },
        {
          next: ({ data, errors }) => {
            if (data) connections.at(-1)?.push(data.taskStatus.status);
            else reject(new Unexpected(JSON.stringify(errors)));
          },
          error: (error) => {
            reject(new Unexpected(String(error)));
          },
          complete: resolve,
        },
      );
    });
  } finally {
    await client.dispose();
  }
  return { taskId, connections };
}

/** The gateway responded with something other than the task. */
class Unexpected extends Error {
  override readonly name = 'Unexpected';
}
