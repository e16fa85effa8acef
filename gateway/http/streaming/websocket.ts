import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import { quoteLongIntegers } from '@kling-elements/validation';
import { type ExecutionResult, GraphQLError, OperationTypeNode } from 'graphql';
import { CloseCode, handleProtocols, makeServer, type ServerOptions } from 'graphql-ws';
import { isAsyncIterable } from 'graphql-yoga';
import type { Logger } from 'pino';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';

import type { Authenticate, Viewer } from '../../auth/viewer.ts';
import { atExpiry } from '../../auth/expiry.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { ErrorMask } from '../../graphql/mask-errors.ts';
import type { Operation, OperationRunner } from '../../graphql/operation-runner.ts';
import { closingMessage } from '../reply.ts';
import { newRequestId } from '../../runtime/request-id.ts';
import { Connection } from './websocket-connection.ts';
import { WebSocketSubscription } from './websocket-subscription.ts';

/** All WebSockets of a gateway; the protocol is `graphql-transport-ws`. */
export interface WebSockets {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /**
   * Stops accepting operations. @returns a function for each socket that closes it (1001, going away) as soon as its
   * queries and mutations in flight are answered: clients send again what was interrupted.
   */
  goAway(): (() => void)[];
  /** Resolves when no socket is open any more. Call after {@link goAway}. */
  closed(): Promise<void>;
  /** Closes all sockets without waiting for anything. */
  close(): void;
}

export interface WebSocketOptions {
  readonly operations: OperationRunner;
  readonly authenticate: Authenticate;
  readonly mask: ErrorMask;
  readonly log: Logger;
  readonly maxMessageBytes: number;
  /** A socket that has not answered a ping by the next tick is terminated. */
  readonly heartbeat: Heartbeat;
}

/** The close code for a token that cannot be checked at the moment; the client may try again. */
const tryAgainLater = 1013;

export function createWebSockets(options: WebSocketOptions): WebSockets {
  const { operations, authenticate, mask, log, maxMessageBytes, heartbeat } = options;
  const connections = new Map<WebSocket, Connection>();
  let goingAway = false;
  let whenClosed: (() => void) | undefined;

  const protocol = makeServer<Record<string, unknown>, Connection>({
    onConnect: async ({ connectionParams, extra }) => {
      const authentication = await authenticate(authorizationIn(connectionParams));
      if (!authentication.ok) {
        extra.socket.close(closeCodes[authentication.reason], authentication.message);
        return false;
      }
      extra.viewerName = authentication.viewer.name;
      const cancel = atExpiry(authentication.viewer.expiresAt, () => {
        extra.socket.close(closeCodes.EXPIRED, 'The token has expired.');
        // Without waiting for the client's answer to the close.
        release(extra, closeCodes.EXPIRED, '');
      });
      extra.socket.once('close', cancel);
      extra.isAcknowledged = true;
      return true;
    },
    onSubscribe: async ({ extra }, id, payload) => {
      if (goingAway) {
        // After the close the client sends this again elsewhere; while a mutation delays the close, it gets an error.
        closeWhenIdle(extra);
        return [new GraphQLError(closingMessage, { extensions: { code: 'CLOSING' } })];
      }
      const { operationName } = payload;
      const requestId = newRequestId();
      // The socket is closed when its viewer's credential expires, and its operations with it.
      const viewer: Viewer = { name: extra.viewerName, expiresAt: null };
      const parsed = operations.parse(
        { requestId, viewer },
        { ...payload, variables: payload.variables ?? {}, operationName: operationName ?? undefined },
      );
      if (!parsed.ok) return parsed.errors;
      const { type, document, execute, subscribe } = parsed.operation;
      const { schema } = operations;
      // In `rootValue`, as the library keeps everything that it is given: nothing else of the operation shall stay.
      const args = (rootValue: unknown) => {
        return { schema, document, operationName: operationName ?? null, contextValue: null, rootValue };
      };
      if (type === OperationTypeNode.SUBSCRIPTION) {
        const results = await subscribe();
        return args(isAsyncIterable(results) ? new WebSocketSubscription(results, id, extra) : results);
      }
      extra.begin(id);
      return args(execute);
    },
    onComplete: ({ extra }, id) => {
      // The `complete` message is sent right after this.
      if (extra.finish(id) && extra.closesWhenIdle) setImmediate(closeWhenIdle, extra);
    },
    execute: ({ rootValue }) => (rootValue as Operation['execute'])(),
    subscribe: ({ rootValue }) => rootValue as ExecutionResult | AsyncIterable<ExecutionResult>,
  } satisfies ServerOptions<Record<string, unknown>, Connection>);

  const server = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    clientTracking: false,
    handleProtocols: (protocols) => handleProtocols(protocols),
  });
  const pinged = new WeakSet<WebSocket>();
  heartbeat.onTick(() => {
    for (const [socket, connection] of connections) {
      if (pinged.has(socket)) {
        socket.terminate();
        continue;
      }
      pinged.add(socket);
      connection.ping();
    }
  });

  // All sockets share their listeners, which keeps idle ones small.
  function onPong(this: WebSocket): void {
    pinged.delete(this);
  }
  function onError(error: Error): void {
    log.debug({ err: error }, 'WebSocket error');
  }
  function onMessage(this: WebSocket, message: RawData): void {
    // After a close, clients send again what they had sent on this socket without an answer.
    if (this.readyState !== this.OPEN) return;
    const connection = connections.get(this);
    // Keeps every digit of long IDs, as `parseJson` does for HTTP.
    connection?.receive(quoteLongIntegers((message as Buffer).toString())).catch((error: unknown) => {
      const { message: reason } = mask(error, newRequestId());
      connection.close(CloseCode.InternalServerError, reason.slice(0, 120));
    });
  }
  function onClose(this: WebSocket, code: number, reason: Buffer): void {
    const connection = connections.get(this);
    connections.delete(this);
    if (connections.size === 0) whenClosed?.();
    if (connection !== undefined) release(connection, code, String(reason));
  }
  /** May be called twice. */
  function release(connection: Connection, code: number, reason: string): void {
    connection.closed(code, reason).catch((error: unknown) => {
      log.error({ err: error }, 'failed to clean up after a WebSocket');
    });
  }

  const opened = (socket: WebSocket, stream: Duplex) => {
    const connection = new Connection(socket, stream);
    connections.set(socket, connection);
    socket.on('pong', onPong).on('error', onError).on('message', onMessage).on('close', onClose);
    connection.closed = protocol.opened(connection, connection);
  };

  return {
    upgrade: (request, socket, head) => {
      server.handleUpgrade(request, socket, head, (accepted) => {
        opened(accepted, socket);
      });
    },
    goAway: () => {
      goingAway = true;
      return [...connections.values()].map((connection) => () => {
        closeWhenIdle(connection);
      });
    },
    closed: () => {
      if (connections.size === 0) return Promise.resolve();
      return new Promise((resolve) => {
        whenClosed = resolve;
      });
    },
    close: () => {
      for (const socket of connections.keys()) {
        closeGoingAway(socket);
        socket.terminate();
      }
    },
  };
}

/** Clients send it as a parameter, or among headers, as GraphiQL and Apollo's examples do. */
function authorizationIn(params: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const headers = typeof params?.headers === 'object' ? params.headers : null;
  for (const place of [params, headers as Readonly<Record<string, unknown>> | null]) {
    const authorization = place?.authorization ?? place?.Authorization;
    if (typeof authorization === 'string') return authorization;
  }
  return undefined;
}

/** Closes a connection now, or once its last query or mutation is complete. */
function closeWhenIdle(connection: Connection): void {
  connection.closesWhenIdle = true;
  if (!connection.isRunning) closeGoingAway(connection.socket);
}

/** With the code after which clients reconnect. */
function closeGoingAway(socket: WebSocket): void {
  socket.close(1001, 'Going away');
}

/** After `Unauthorized` graphql-ws never connects again, after `Forbidden` it does, with new connection parameters. */
const closeCodes = {
  UNAUTHORIZED: CloseCode.Unauthorized,
  EXPIRED: CloseCode.Forbidden,
  FORBIDDEN: CloseCode.Forbidden,
  UNAVAILABLE: tryAgainLater,
} as const;
