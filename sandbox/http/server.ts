import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { authenticate, type Credentials } from './authentication.ts';
import { readFields, readJson, BodyTooLargeError } from './body.ts';
import type { AnswerFault } from '../faults/fault-schema.ts';
import { htmlReply, jsonReply, KlingError, errorReply, type Reply, successReply } from './reply.ts';
import type { LoggedRequest } from './request-log.ts';
import { control } from '../routes/control.ts';
import { cdnFile, sampleFile } from '../routes/files.ts';
import { klingRoutes } from '../routes/kling.ts';
import type { Route } from '../routes/route.ts';
import type { Runtime } from '../runtime.ts';

export interface ServerOptions {
  readonly credentials: Credentials;
  readonly maxBodyBytes: number;
  readonly onRequest: (entry: LoggedRequest) => void;
  readonly onAnswer: (entry: LoggedRequest) => void;
}

/** In place of a response: the connection is closed, or nothing is sent. */
type Silence = 'cut' | 'nothing';

/** The HTTP server: Kling's API under `/v1`, the CDN under `/cdn`, the sandbox itself under `/sandbox`. */
export function createSandboxServer(runtime: Runtime, options: ServerOptions): Server {
  const find = klingRoutes(runtime);
  const server = createServer((request, response) => {
    void handle(request, response).catch((error: unknown) => {
      // The caller is gone, or something here is broken: neither may end the sandbox.
      if (response.headersSent || request.destroyed) response.destroy();
      else send(response, jsonReply(500, { code: 5000, message: `The sandbox is broken: ${String(error)}` }));
    });
  });
  // Longer than clients keep a connection, so that none is closed just when it is used again.
  server.keepAliveTimeout = 65_000;
  return server;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = request;
    const path = url.split('?', 1)[0] ?? '/';
    const query = new URLSearchParams(url.slice(path.length));
    const { range } = request.headers;
    const reads = method === 'GET' || method === 'HEAD';
    if (reads && path.startsWith('/cdn/')) {
      send(response, cdnFile(path.slice('/cdn/'.length), query, range, runtime));
    } else if (reads && path.startsWith('/sandbox/media/')) {
      send(response, sampleFile(path.slice('/sandbox/media/'.length), range));
    } else if (path === '/sandbox' || path.startsWith('/sandbox/')) {
      send(
        response,
        await replyOrError(() =>
          control(method, path, () => readJson(request, options.maxBodyBytes), runtime),
        ),
      );
    } else {
      await handleKling(request, response, { method, url, path, query });
    }
  }

  async function handleKling(
    request: IncomingMessage,
    response: ServerResponse,
    { method, url, path, query }: { method: string; url: string; path: string; query: URLSearchParams },
  ): Promise<void> {
    const found = find(method, path);
    const operation = typeof found === 'number' ? undefined : found.route.operation;
    const time = options.credentials.now();
    const entry: LoggedRequest = { operation, method, path: url, time, status: undefined, fault: undefined };
    runtime.log.add(entry);
    options.onRequest(entry);
    response.on('close', () => {
      options.onAnswer(entry);
    });
    const reply = await replyOrError(async () => {
      if (found === 1203) throw new KlingError(1203, `The requested resource does not exist: ${path}`);
      if (found === 1202) throw new KlingError(1202, `The requested method is invalid: ${method}`);
      authenticate(request.headers.authorization, options.credentials);
      return answer(request, { route: found.route, key: found.key, path: url, query }, entry);
    });
    if (reply === 'cut') {
      response.destroy();
    } else if (reply !== 'nothing') {
      entry.status = reply.status;
      send(response, reply);
    }
  }

  async function answer(
    request: IncomingMessage,
    { route, key, path, query }: { route: Route; key: string; path: string; query: URLSearchParams },
    entry: LoggedRequest,
  ): Promise<Reply | Silence> {
    const body = route.method === 'POST' ? await readFields(request, options.maxBodyBytes) : {};
    const about = typeof body.external_task_id === 'string' ? body.external_task_id : path;
    const delay = runtime.faults.delay(route.operation, about);
    const fault = runtime.faults.forAnswer(route.operation, about);
    entry.fault = fault?.kind ?? delay?.kind;
    if (delay?.when === 'before') await sleep(delay.ms, undefined, { signal: runtime.closed, ref: false });
    if (fault?.when === 'before') return faultReply(fault);
    const reply = await replyOrError(async () => successReply(await route.handle({ key, query, body })));
    if (delay?.when === 'after') await sleep(delay.ms, undefined, { signal: runtime.closed, ref: false });
    return fault === undefined ? reply : faultReply(fault);
  }
}

function faultReply(fault: AnswerFault): Reply | Silence {
  switch (fault.kind) {
    case 'lost-answer':
      return 'cut';
    case 'no-answer':
      return 'nothing';
    case 'html':
      return htmlReply(fault.status);
    case 'error': {
      const headers = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter };
      return errorReply(new KlingError(fault.code, fault.message ?? `Service code ${fault.code}`), headers);
    }
  }
}

async function replyOrError<Result extends Reply | Silence>(
  make: () => Promise<Result>,
): Promise<Result | Reply> {
  try {
    return await make();
  } catch (error) {
    if (error instanceof KlingError) return errorReply(error);
    if (error instanceof BodyTooLargeError) return htmlReply(413);
    throw error;
  }
}

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

/** @returns the URL under which this machine can reach the server */
export async function listen(server: Server, port: number, host: string): Promise<string> {
  server.listen(port, host);
  await once(server, 'listening');
  const reached = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const { port: bound } = server.address() as AddressInfo;
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${bound}`;
}
