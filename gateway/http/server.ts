import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { Duplex } from 'node:stream';

import type { Logger } from 'pino';

import type { Metrics } from '../metrics.ts';
import type { CheckOrigin } from './cors/origin-policy.ts';
import { unexpectedErrorMessage } from '../graphql/mask-errors.ts';
import { closingMessage, commonHeaders, graphQLErrorBody, replyGraphQLError } from './reply.ts';
import { requestIdOf } from '../runtime/request-id.ts';
import type { Route } from './route.ts';
import type { WebSockets } from './streaming/websocket.ts';

export interface GatewayServerOptions {
  readonly routes: readonly Route[];
  readonly webSockets: WebSockets;
  readonly checkOrigin: CheckOrigin;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** The HTTP server. */
export interface GatewayServer {
  readonly server: Server;
  /** Stops accepting requests; those in flight continue. */
  readonly stop: () => void;
  /** Resolves when no request is in flight any more. */
  readonly idle: () => Promise<void>;
}

/**
 * How long a connection may be idle, in milliseconds. Longer than the defaults of proxies (60 s to 75 s): otherwise a
 * proxy could send a request just as the gateway closes the connection, and a callback would be lost.
 */
const keepAliveMs = 90_000;

const common = Object.entries(commonHeaders);

export function createGatewayServer(options: GatewayServerOptions): GatewayServer {
  const { routes, webSockets, checkOrigin, metrics, log } = options;
  const inFlight = new Set<ServerResponse>();
  let stopped = false;
  let onIdle: (() => void) | undefined;

  const server = createServer(
    { keepAliveTimeout: keepAliveMs, shouldUpgradeCallback },
    (request, response) => {
      const requestId = requestIdOf(request.headers);
      response.setHeader('x-request-id', requestId);
      for (const [name, value] of common) response.setHeader(name, value);
      const path = pathOf(request);
      const route = routes.find((candidate) => candidate.path.test(path));
      inFlight.add(response);
      response.once('close', () => {
        inFlight.delete(response);
        const status = String(response.statusCode);
        metrics.requests.inc({ route: route?.name ?? 'none', method: request.method ?? '', status });
        if (inFlight.size === 0) onIdle?.();
      });
      if (stopped) response.setHeader('connection', 'close');
      void answer(route, { request, response, requestId, captured: [] }, path);
    },
  );

  async function answer(
    route: Route | undefined,
    exchange: Parameters<Route['handle']>[0],
    path: string,
  ): Promise<void> {
    const { request, response, requestId } = exchange;
    try {
      if (route === undefined) {
        replyGraphQLError(response, 404, 'Not found. GraphQL is at /graphql.', 'NOT_FOUND');
      } else if (!route.methods.includes(request.method ?? '')) {
        const allow = route.methods.join(', ');
        replyGraphQLError(response, 405, `Method not allowed. Use ${allow}.`, 'BAD_REQUEST', { allow });
      } else if (stopped && route.name === 'graphql') {
        replyGraphQLError(response, 503, closingMessage, 'CLOSING', { 'retry-after': '1' });
      } else {
        await route.handle({ ...exchange, captured: route.path.exec(path)?.slice(1) ?? [] });
      }
    } catch (error) {
      log.error({ err: error, requestId }, 'unexpected error');
      const message = unexpectedErrorMessage(requestId);
      if (response.headersSent) response.destroy();
      else replyGraphQLError(response, 500, message, 'INTERNAL_SERVER_ERROR');
    }
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const origin = checkOrigin(request.headers);
    if (pathOf(request) !== '/graphql')
      refuseUpgrade(socket, 404, 'Not found. WebSocket is at /graphql.', 'NOT_FOUND');
    else if (stopped) refuseUpgrade(socket, 503, closingMessage, 'CLOSING');
    else if (!origin.ok) refuseUpgrade(socket, 403, origin.message, 'FORBIDDEN');
    else webSockets.upgrade(request, socket, head);
  });

  return {
    server,
    stop: () => {
      stopped = true;
      server.close();
      server.closeIdleConnections();
    },
    idle: () => {
      if (inFlight.size === 0) return Promise.resolve();
      return new Promise((resolve) => {
        onIdle = resolve;
      });
    },
  };
}

/** Other protocols than WebSocket are offered, not demanded: Java's HTTP client offers HTTP/2 with every request. */
function shouldUpgradeCallback({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

function pathOf({ url = '/' }: IncomingMessage): string {
  return withoutTrailingSlash(url.split('?', 1)[0] ?? '/');
}

function withoutTrailingSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

function refuseUpgrade(socket: Duplex, status: number, message: string, code: string): void {
  const body = `${JSON.stringify(graphQLErrorBody(message, code))}\n`;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...common.map((header) => header.join(': ')),
  ];
  socket.once('error', () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
