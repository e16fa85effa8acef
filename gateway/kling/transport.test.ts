import { getEventListeners, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { NoResponseError, requests } from '@kling-elements/validation';
import nock from 'nock';
import { pino } from 'pino';

import { defaultTimeouts, timeoutsOf } from './timeouts.ts';
import { createTransport, type TransportOptions } from './transport.ts';

const baseUrl = 'https://kling.example.com';
const list = requests.tasks({ pageNum: 1, pageSize: 30 });
const listPath = '/v1/general/advanced-custom-elements?pageNum=1&pageSize=30';
const create = requests.createElement(['{"image":"', new Uint8Array([1, 2, 3, 4]), '"}']);
const createPath = '/v1/general/advanced-custom-elements';
const now = Date.UTC(2026, 0, 1);

const closing: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  nock.cleanAll();
});
afterAll(() => {
  nock.cleanAll();
  nock.restore();
});

function transportWith(more: Partial<TransportOptions> = {}) {
  const lines: Record<string, unknown>[] = [];
  const log = pino(
    { level: 'debug', base: null },
    { write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>) },
  );
  const controller = new AbortController();
  closing.push(() => {
    controller.abort();
  });
  const transport = createTransport({
    baseUrl,
    credential: { apiKey: 'sk-secret' },
    log,
    signal: controller.signal,
    now: () => now,
    ...more,
  });
  return { transport, lines, controller };
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function serve(handler: Handler): Promise<{ server: Server; url: string }> {
  const server = createServer(handler);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const sameCredential = { renewCredential: false };

describe('a call to Kling', () => {
  test('a call carries the API key and returns status, text and Retry-After, whatever the status', async () => {
    nock(baseUrl, { reqheaders: { authorization: 'Bearer sk-secret', accept: 'application/json' } })
      .get(listPath)
      .reply(429, '{"code":1302,"message":"龙"}', { 'Retry-After': '7' });
    const { transport } = transportWith();
    await expect(transport(list, sameCredential)).resolves.toEqual({
      status: 429,
      text: '{"code":1302,"message":"龙"}',
      retryAfter: '7',
    });
  });

  test('a call carries a token of the key pair, the same one until a new one is requested', async () => {
    const bearers: string[] = [];
    nock(baseUrl)
      .get(listPath)
      .times(3)
      .reply(200, (request: Request) => {
        bearers.push(String(request.headers.get('authorization')));
        return '{}';
      });
    let time = now;
    const credential = { accessKey: 'ak', secretKey: 'sk' };
    const { transport } = transportWith({ credential, now: () => (time += 1000) });
    await transport(list, sameCredential);
    await transport(list, sameCredential);
    await transport(list, { renewCredential: true });
    expect(bearers[0]).toMatch(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/);
    expect(bearers[1]).toBe(bearers[0]);
    expect(bearers[2]).not.toBe(bearers[0]);
  });

  test('a call sends its body with its exact length on a connection that is kept alive', async () => {
    const seen: {
      length: string | undefined;
      type: string | undefined;
      body: string;
      port: number | undefined;
    }[] = [];
    const { url } = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        seen.push({
          length: request.headers['content-length'],
          type: request.headers['content-type'],
          body: Buffer.concat(chunks).toString(),
          port: request.socket.remotePort,
        });
        response.end('{}');
      });
    });
    const { transport } = transportWith({ baseUrl: url });
    await transport(create, sameCredential);
    await transport(create, sameCredential);
    const body = '{"image":"AQIDBA=="}';
    expect(seen).toMatchObject([
      { length: String(body.length), type: 'application/json', body },
      { length: String(body.length), type: 'application/json', body },
    ]);
    expect(seen[1]?.port).toBe(seen[0]?.port);
  });

  test('only calls for lists ask for compression', async () => {
    const { url } = await serve((request, response) => {
      const encoding = request.headers['accept-encoding'];
      if (encoding === undefined) response.end('plain');
      else response.setHeader('content-encoding', 'gzip').end(gzipSync('compressed'));
    });
    const { transport } = transportWith({ baseUrl: url });
    const texts = [];
    for (const request of [list, requests.task('1'), create])
      texts.push((await transport(request, sameCredential)).text);
    expect(texts).toEqual(['compressed', 'plain', 'plain']);
  });

  test('a call returns an error page unchanged', async () => {
    nock(baseUrl).get(listPath).reply(502, '<html>Bad gateway</html>');
    const { transport } = transportWith();
    await expect(transport(list, sameCredential)).resolves.toMatchObject({
      status: 502,
      text: '<html>Bad gateway</html>',
    });
  });

  test('the transport sends a call only once, whatever the response', async () => {
    const scope = nock(baseUrl).get(listPath).reply(503, '{}').get(listPath).reply(200, '{}');
    const { transport } = transportWith();
    await transport(list, sameCredential);
    expect(scope.pendingMocks()).toHaveLength(1);
  });

  test.each([301, 302, 303, 307, 308])('a create follows no redirect (%i)', async (status) => {
    const elsewhere = nock('https://elsewhere.example.com')
      .post('/')
      .reply(200, '{}')
      .get('/')
      .reply(200, '{}');
    nock(baseUrl).post(createPath).reply(status, '', { Location: 'https://elsewhere.example.com/' });
    const { transport } = transportWith();
    await expect(transport(create, sameCredential)).resolves.toMatchObject({ status });
    expect(elsewhere.pendingMocks()).toHaveLength(2);
  });

  test('a redirected call does not send the credential to another host', async () => {
    nock(baseUrl).get(listPath).reply(302, '', { Location: 'https://elsewhere.example.com/' });
    nock('https://elsewhere.example.com', { badheaders: ['authorization'] })
      .get('/')
      .reply(200, 'there');
    const { transport } = transportWith();
    await expect(transport(list, sameCredential)).resolves.toMatchObject({ status: 200, text: 'there' });
  });
});

describe('calls without a complete response', () => {
  const brief = { responseMs: 50, totalMs: 10_000 };
  const timeouts = { ...defaultTimeouts, small: brief, large: { responseMs: 10_000, totalMs: 10_000 } };

  async function errorOf(handler: Handler, more: Partial<TransportOptions> = {}, request = list) {
    const { url } = await serve(handler);
    const { transport } = transportWith({ baseUrl: url, ...more });
    return await transport(request, sameCredential).catch((error: unknown) => error);
  }

  test('a refused connection is a NoResponseError', async () => {
    const { server, url } = await serve(() => undefined);
    server.close();
    await once(server, 'close');
    closing.pop();
    const { transport } = transportWith({ baseUrl: url });
    await expect(transport(list, sameCredential)).rejects.toEqual(new NoResponseError('ECONNREFUSED'));
  });

  test('a connection that is reset before the response is a NoResponseError', async () => {
    const error = await errorOf((request) => request.socket.resetAndDestroy());
    expect(error).toEqual(new NoResponseError('ECONNRESET'));
  });

  test('a connection that is reset after the body of a create was received is a NoResponseError', async () => {
    const error = await errorOf(
      (request) => {
        request.resume().on('end', () => request.socket.resetAndDestroy());
      },
      {},
      create,
    );
    expect(error).toEqual(new NoResponseError('ECONNRESET'));
  });

  test('a truncated response is a NoResponseError', async () => {
    const error = await errorOf((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"code":0', () => response.destroy());
    });
    expect(error).toBeInstanceOf(NoResponseError);
  });

  test('a response that does not start in time is a NoResponseError', async () => {
    const error = await errorOf(() => undefined, { timeouts });
    expect(error).toEqual(new NoResponseError('timeout of 0.05 s while waiting for the response'));
  });

  test('a response that does not start within a configured timeout is a NoResponseError', async () => {
    const error = await errorOf(() => undefined, { timeouts: timeoutsOf(40) });
    expect(error).toEqual(new NoResponseError('timeout of 0.04 s while waiting for the response'));
  });

  test('a response that stalls is a NoResponseError', async () => {
    const handler: Handler = (_request, response) => {
      response.write('{"code":0');
    };
    const error = await errorOf(handler, { timeouts });
    expect(error).toEqual(new NoResponseError('timeout of 0.05 s while waiting for the response'));
  });

  test('a response that takes too long in total is a NoResponseError', async () => {
    const whole = { ...timeouts, small: { responseMs: 10_000, totalMs: 60 } };
    const error = await errorOf((_request, response) => void response.write('{'), { timeouts: whole });
    expect(error).toEqual(new NoResponseError('timeout of 0.06 s while waiting for the response'));
  });

  test('a host name that cannot be resolved is a NoResponseError', async () => {
    nock(baseUrl)
      .get(listPath)
      .replyWithError(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
    const { transport } = transportWith();
    await expect(transport(list, sameCredential)).rejects.toEqual(new NoResponseError('ENOTFOUND'));
  });

  test('a response above the maximum size is a NoResponseError', async () => {
    const error = await errorOf((_request, response) => response.end('x'.repeat(3000)), {
      maxResponseBytes: 2000,
    });
    expect(error).toEqual(new NoResponseError('the response is longer than 0.002 MB'));
  });

  test('a call that the closing gateway aborts, and every later one, is a NoResponseError', async () => {
    let arrived: () => void = () => undefined;
    const arrival = new Promise<void>((resolve) => (arrived = resolve));
    const { url } = await serve(() => {
      arrived();
    });
    const { transport, controller } = transportWith({ baseUrl: url });
    const call = transport(list, sameCredential);
    await arrival;
    controller.abort();
    await expect(call).rejects.toEqual(new NoResponseError('this program is closing'));
    await expect(transport(list, sameCredential)).rejects.toEqual(
      new NoResponseError('this program is closing'),
    );
  });

  test('simultaneous calls share one listener for the abort', async () => {
    const { url } = await serve((_request, response) => response.end('{}'));
    const { transport, controller } = transportWith({ baseUrl: url });
    const calls = Array.from({ length: 20 }, () => transport(list, sameCredential));
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    await expect(Promise.all(calls)).resolves.toHaveLength(20);
  });

  test('a call with a large body has the longer timeout', async () => {
    const large = requests.createElement([new Uint8Array(900_000)]);
    const { url } = await serve((request, response) => {
      request.resume().on('end', () => setTimeout(() => response.end('{}'), 100));
    });
    const { transport } = transportWith({ baseUrl: url, timeouts });
    await expect(transport(large, sameCredential)).resolves.toMatchObject({ status: 200 });
  });
});

describe('the log of calls', () => {
  test('the log has a line for each call with method, path without query, status, duration and Kling’s request ID', async () => {
    nock(baseUrl).get(listPath).reply(200, '{"code":0,"request_id":"r-7","data":["private"]}');
    const { transport, lines } = transportWith();
    await transport(list, sameCredential);
    expect(lines).toEqual([
      expect.objectContaining({ method: 'GET', path: createPath, status: 200, klingRequestId: 'r-7' }),
    ]);
    expect(lines[0]?.ms).toEqual(expect.any(Number));
  });

  test('the log contains neither headers nor bodies nor queries, with or without a response', async () => {
    nock(baseUrl).get(listPath).reply(200, '{"data":["private"]}').post(createPath).replyWithError('private');
    const { transport, lines } = transportWith();
    await transport(list, sameCredential);
    await transport(create, sameCredential).catch(() => undefined);
    expect(lines).toHaveLength(2);
    expect(JSON.stringify(lines)).not.toMatch(/sk-secret|Bearer|private|image|pageNum/);
  });
});
