import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import { quoteLongIntegers } from '@kling-elements/validation';
import { type ExecutionResult, GraphQLError, OperationTypeNode } from 'graphql';
import { CloseCode, handleProtocols, makeServer, type ServerOptions } from 'graphql-ws';
import { isAsyncIterable } from 'graphql-yoga';
import type { Logger } from 'pino';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';

import type { Authenticate, Viewer } from '../../auth/verdict.ts';
import { atExpiry } from '../../auth/expiry.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { ErrorMask } from '../../graphql/mask-errors.ts';
import type { OperationRunner, Prepared } from '../../graphql/operation-runner.ts';
import { closingMessage } from '../reply.ts';
import { newRequestId } from '../../runtime/request-id.ts';
import { Connection } from './websocket-connection.ts';
import { WebSocketSubscription } from './websocket-subscription.ts';

/** GraphQL over WebSocket, in the protocol `graphql-transport-ws`. */
export interface WebSockets {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /**
   * From now on nothing new is taken up. @returns what lets each client know that the gateway goes away (1001), once
   * the queries and mutations that run on its socket are answered: clients send again what a close cut off.
   */
  leave(): (() => void)[];
  /** Resolves when no socket is open any more; to be asked after {@link leave}. */
  closed(): Promise<void>;
  /** Lets go of those that have not gone by themselves. */
  close(): void;
}

export interface WebSocketOptions {
  readonly operations: OperationRunner;
  readonly authenticate: Authenticate;
  readonly mask: ErrorMask;
  readonly log: Logger;
  readonly maxMessageBytes: number;
  /** A socket that has not answered the last beat's ping by the next one is given up. */
  readonly heartbeat: Heartbeat;
}

/** `connectionParams.authorization` could not be checked now: the client may try again. */
const tryAgainLater = 1013;

export function createWebSockets(options: WebSocketOptions): WebSockets {
  const { operations, authenticate, mask, log, maxMessageBytes, heartbeat } = options;
  const connections = new Map<WebSocket, Connection>();
  let leaving = false;
  let whenClosed: (() => void) | undefined;

  const protocol = makeServer<Record<string, unknown>, Connection>({
    onConnect: async ({ connectionParams, extra }) => {
      const authorization = connectionParams?.authorization ?? connectionParams?.Authorization;
      const authentication = await authenticate(
        typeof authorization === 'string' ? authorization : undefined,
      );
      if (!authentication.ok) {
        extra.socket.close(closeCodes[authentication.reason], authentication.message);
        return false;
      }
      extra.viewerName = authentication.viewer.name;
      const cancel = atExpiry(authentication.viewer.expiresAt, () => {
        extra.socket.close(CloseCode.Unauthorized, 'The token has expired.');
      });
      extra.socket.once('close', cancel);
      return true;
    },
    onSubscribe: async ({ extra }, id, { query, variables, operationName }) => {
      if (leaving) {
        // Its client sends this again to whom it finds next; behind a running mutation it has to be told.
        leave(extra);
        return [new GraphQLError(closingMessage, { extensions: { code: 'CLOSING' } })];
      }
      const requestId = newRequestId();
      // The socket ends with its viewer's credential, and everything on it with the socket.
      const viewer: Viewer = { name: extra.viewerName, expiresAt: null };
      try {
        const preparation = operations.prepare(
          { requestId, viewer },
          { query, variables: variables ?? {}, operationName: operationName ?? undefined },
        );
        if (!preparation.ok) return preparation.errors;
        const { type, document, execute, subscribe } = preparation.operation;
        const { schema } = operations;
        // Handed on in the one field that the library passes through: it keeps all that it is given.
        const runs = (rootValue: unknown) => {
          return { schema, document, operationName: operationName ?? null, contextValue: null, rootValue };
        };
        if (type === OperationTypeNode.SUBSCRIPTION) {
          const results = await subscribe();
          return runs(isAsyncIterable(results) ? new WebSocketSubscription(results, id, extra) : results);
        }
        if (type !== undefined) extra.begin(id);
        return runs(execute);
      } catch (error) {
        return [mask(error, requestId)];
      }
    },
    onComplete: ({ extra }, id) => {
      // The message that it is complete goes out right behind this.
      if (extra.finish(id) && extra.leaving) setImmediate(leave, extra);
    },
    execute: ({ rootValue }) => (rootValue as () => ReturnType<Prepared['execute']>)(),
    subscribe: ({ rootValue }) => rootValue as ExecutionResult | AsyncIterable<ExecutionResult>,
  } satisfies ServerOptions<Record<string, unknown>, Connection>);

  const server = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    clientTracking: false,
    handleProtocols: (protocols) => handleProtocols(protocols),
  });
  const silent = new WeakSet<WebSocket>();
  heartbeat.onBeat(() => {
    for (const socket of connections.keys()) {
      if (silent.has(socket)) {
        socket.terminate();
        continue;
      }
      silent.add(socket);
      socket.ping();
    }
  });

  // The same listeners for all sockets: an idle one is to be small.
  function onPong(this: WebSocket): void {
    silent.delete(this);
  }
  function onError(error: Error): void {
    log.debug({ err: error }, 'WebSocket broke');
  }
  function onMessage(this: WebSocket, message: RawData): void {
    const connection = connections.get(this);
    // Ids keep every digit, as `parseJson` has it for HTTP.
    connection?.receive(quoteLongIntegers((message as Buffer).toString())).catch((error: unknown) => {
      const { message: reason } = mask(error, newRequestId());
      connection.close(CloseCode.InternalServerError, reason.slice(0, 120));
    });
  }
  function onClose(this: WebSocket, code: number, reason: Buffer): void {
    const connection = connections.get(this);
    connections.delete(this);
    if (connections.size === 0) whenClosed?.();
    connection?.closed(code, String(reason)).catch((error: unknown) => {
      log.error({ err: error }, 'a WebSocket could not be cleaned up');
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
    leave: () => {
      leaving = true;
      return [...connections.values()].map((connection) => () => {
        leave(connection);
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
        goAway(socket);
        socket.terminate();
      }
    },
  };
}

/** Closes it, or sees to it that it is closed when nothing runs on it any more. */
function leave(connection: Connection): void {
  connection.leaving = true;
  if (!connection.isRunning) goAway(connection.socket);
}

/** The code that clients connect again after. */
function goAway(socket: WebSocket): void {
  socket.close(1001, 'Going away');
}

const closeCodes = {
  UNAUTHORIZED: CloseCode.Unauthorized,
  FORBIDDEN: CloseCode.Forbidden,
  UNAVAILABLE: tryAgainLater,
} as const;
