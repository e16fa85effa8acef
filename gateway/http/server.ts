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
import type { JudgeOrigin } from './cors/origin-policy.ts';
import { closingMessage, replyGraphQLError, replyJson } from './reply.ts';
import { requestIdOf } from '../runtime/request-id.ts';
import type { Route } from './route.ts';
import type { WebSockets } from './streaming/websocket.ts';

export interface GatewayServerOptions {
  readonly routes: readonly Route[];
  readonly webSockets: WebSockets;
  readonly judgeOrigin: JudgeOrigin;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** The node server with its table of routes. */
export interface GatewayServer {
  readonly server: Server;
  /** From now on nothing new is taken up; what is under way goes on. */
  readonly stop: () => void;
  /** Resolves when nothing is under way any more. */
  readonly idle: () => Promise<void>;
}

/**
 * How long a connection may idle, in milliseconds: longer than proxies keep theirs (60 s to 75 s by themselves), or
 * their next request and our end of the connection would cross, and a callback would be lost.
 */
const idleMs = 90_000;

export function createGatewayServer(options: GatewayServerOptions): GatewayServer {
  const { routes, webSockets, judgeOrigin, metrics, log } = options;
  const underWay = new Set<ServerResponse>();
  let stopped = false;
  let whenIdle: (() => void) | undefined;

  const server = createServer({ keepAliveTimeout: idleMs }, (request, response) => {
    const requestId = requestIdOf(request.headers);
    response.setHeader('x-request-id', requestId);
    const path = pathOf(request);
    const route = routes.find((candidate) => candidate.path.test(path));
    underWay.add(response);
    response.once('close', () => {
      underWay.delete(response);
      const status = String(response.statusCode);
      metrics.requests.inc({ route: route?.name ?? 'none', method: request.method ?? '', status });
      if (underWay.size === 0) whenIdle?.();
    });
    if (stopped) response.setHeader('connection', 'close');
    void answer(route, { request, response, requestId, captured: [] }, path);
  });

  async function answer(
    route: Route | undefined,
    exchange: Parameters<Route['handle']>[0],
    path: string,
  ): Promise<void> {
    const { request, response, requestId } = exchange;
    try {
      if (route === undefined) {
        replyJson(response, 404, { message: 'There is nothing here; GraphQL is at /graphql.' });
      } else if (!route.methods.includes(request.method ?? '')) {
        const allow = route.methods.join(', ');
        replyJson(response, 405, { message: `Use ${allow} here.` }, { allow });
      } else if (stopped && route.name === 'graphql') {
        replyGraphQLError(response, 503, closingMessage, 'CLOSING', { 'retry-after': '1' });
      } else {
        await route.handle({ ...exchange, captured: route.path.exec(path)?.slice(1) ?? [] });
      }
    } catch (error) {
      log.error({ err: error, requestId }, 'unexpected error');
      const message = `Something went wrong in the gateway; the log has the details under request id ${requestId}.`;
      if (response.headersSent) response.destroy();
      else replyJson(response, 500, { message });
    }
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const origin = judgeOrigin(request.headers);
    if (pathOf(request) !== '/graphql') refuseUpgrade(socket, 404, 'WebSocket is at /graphql.');
    else if (stopped) refuseUpgrade(socket, 503, closingMessage);
    else if (!origin.ok) refuseUpgrade(socket, 403, origin.message);
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
      if (underWay.size === 0) return Promise.resolve();
      return new Promise((resolve) => {
        whenIdle = resolve;
      });
    },
  };
}

function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '/';
}

function refuseUpgrade(socket: Duplex, status: number, message: string): void {
  const body = `${JSON.stringify({ message })}\n`;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.once('error', () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
