import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { rawEvents } from '../testing/raw-clients.ts';
import { type TestGateway, testGateway } from '../testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await testGateway({ corsOrigins: ['https://app.example.com'] });
});
afterAll(() => gateway.close());

/** With `rawHeaders` as they are; fetch would decode the body and ask for compression by itself. */
async function raw(
  path: string,
  { method = 'GET', headers = {}, body = '' }: { method?: string; headers?: object; body?: string } = {},
) {
  const outgoing = request(`${gateway.url}${path}`, { method, headers: { ...headers }, agent: false }).end(
    body,
  );
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) };
}

const typename = '/graphql?query=%7B__typename%7D';
const asJson = { 'content-type': 'application/json' };

describe('headers', () => {
  test.each<[string, string, Parameters<typeof raw>[1]]>([
    ['a query', '/graphql', { method: 'POST', headers: asJson, body: '{"query":"{ __typename }"}' }],
    ['a query by yoga', typename, {}],
    ['a query from a frontend', typename, { headers: { origin: 'https://app.example.com' } }],
    ['a refused query', '/graphql', { method: 'POST', headers: asJson, body: '{' }],
    ['another origin', typename, { headers: { origin: 'https://evil.example' } }],
    ['a preflight request', '/graphql', { method: 'OPTIONS' }],
    ['a method that is not allowed', '/graphql', { method: 'DELETE' }],
    ['another path', '/nothing', {}],
    ['a callback', '/callbacks/kling/x', { method: 'POST' }],
    ['the health', '/health/live', {}],
    ['the metrics', '/metrics', {}],
    ['the schema', '/schema.graphql', {}],
    [
      'a refused WebSocket',
      '/nothing',
      {
        headers: {
          connection: 'upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
        },
      },
    ],
  ])(
    'the response to %s is not stored, not sniffed, and varies by what it depends on',
    async (_, path, options) => {
      const { headers } = await raw(path, options);
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        vary: 'Accept, Accept-Encoding, Authorization, Origin',
      });
    },
  );
});

describe('HEAD', () => {
  test.each([typename, '/graphql', '/health/live', '/schema.graphql'])(
    'HEAD %s is answered as GET, without the body',
    async (path) => {
      const options = { headers: { accept: 'application/json' } };
      const get = await raw(path, options);
      const head = await raw(path, { method: 'HEAD', ...options });
      const own = { date: '', 'x-request-id': '', connection: '' };
      expect({ ...head, headers: { ...head.headers, ...own } }).toEqual({
        status: get.status,
        headers: { ...get.headers, ...own },
        body: Buffer.alloc(0),
      });
    },
  );

  test('HEAD for a stream ends at once', async () => {
    const { status } = await raw('/graphql?query=subscription%7BtaskChanges%7Bcursor%7D%7D', {
      method: 'HEAD',
      headers: { accept: 'text/event-stream' },
    });
    expect(status).toBe(406);
  });

  test('HEAD for the page in a browser is answered with its type', async () => {
    const { status, headers } = await raw('/graphql', { method: 'HEAD', headers: { accept: 'text/html' } });
    expect({ status, type: headers['content-type'] }).toMatchObject({ status: 200, type: /^text\/html/ });
  });
});

describe('a trailing slash', () => {
  test.each(['/graphql/?query=%7B__typename%7D', '/health/live/', '/schema.graphql/'])(
    '%s is answered as without its slash',
    async (path) => {
      const { status, body } = await raw(path);
      expect({ status, text: String(body) }).toEqual({
        status: 200,
        text: String((await raw(path.replace(/\/(?=$|\?)/, ''))).body),
      });
    },
  );

  test('operations are executed at /graphql/, on the fast path and by yoga', async () => {
    for (const body of ['{"query":"{ __typename }"}', '{"query":"{ __typename }","extensions":{}}']) {
      const { body: answer } = await raw('/graphql/', { method: 'POST', headers: asJson, body });
      expect(JSON.parse(String(answer))).toEqual({ data: { __typename: 'Query' } });
    }
  });
});

describe('compression', () => {
  const introspection = '{"query":"{ __schema { types { name description fields { name description } } } }"}';
  const post = (body: string, encoding: string) =>
    raw('/graphql', { method: 'POST', headers: { ...asJson, 'accept-encoding': encoding }, body });

  test.each([
    ['gzip', 'gzip'],
    ['gzip, deflate, br', 'br'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
  ])('a large response is compressed for Accept-Encoding: %s', async (accepted, used) => {
    const plain = await post(introspection, 'identity');
    const { headers, body } = await post(introspection, accepted);
    expect(headers['content-encoding']).toBe(used);
    expect(body.length).toBeLessThan(plain.body.length / 3);
    const decoded = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { ...asJson, 'accept-encoding': accepted },
      body: introspection,
    });
    expect(await decoded.text()).toBe(String(plain.body));
  });

  test('large responses by yoga, the schema and the metrics are compressed', async () => {
    const headers = { 'accept-encoding': 'gzip' };
    const query = encodeURIComponent((JSON.parse(introspection) as { query: string }).query);
    for (const path of [`/graphql?query=${query}`, '/schema.graphql', '/metrics']) {
      expect((await raw(path, { headers })).headers['content-encoding']).toBe('gzip');
    }
  });

  test.each([
    ['small', '{"query":"{ __typename }"}', 'gzip'],
    ['small, by yoga', '{"query":"{ __typename }","extensions":{}}', 'gzip'],
    ['large, for a client that takes no compression', introspection, 'identity'],
  ])('a response is not compressed: %s', async (_, body, encoding) => {
    const { headers } = await post(body, encoding);
    expect(headers['content-encoding']).toBeUndefined();
    expect(headers['content-length']).toBeDefined();
  });

  test('a stream is never compressed', async () => {
    for (const extensions of ['', ',"extensions":{}']) {
      const outgoing = request(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { ...asJson, accept: 'text/event-stream', 'accept-encoding': 'gzip' },
      }).end(`{"query":"subscription { taskChanges { cursor } }"${extensions}}`);
      const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
      expect(response.headers['content-encoding']).toBeUndefined();
      outgoing.destroy();
    }
    const events = await rawEvents(gateway.url, '{ __typename }');
    expect(await events.rest()).toContain('"__typename":"Query"');
  });
});
