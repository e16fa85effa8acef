import { once } from 'node:events';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { rawWebSocket } from '../../testing/raw-clients.ts';
import { type TestGateway, testGateway } from '../../testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await testGateway();
});
afterAll(() => gateway.close());

interface Params {
  readonly query: string;
  readonly operationName?: string;
}

async function post(params: object, accept: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify(params),
  });
  return { status: response.status, text: await response.text() };
}

/** The errors of a refused operation as each transport sends them: the very text. */
const transports: Readonly<Record<string, (params: Params) => Promise<string>>> = {
  'HTTP on the fast path': async (params) => errorsIn((await post(params, 'application/json')).text),
  'HTTP by yoga': async (params) =>
    errorsIn((await post({ ...params, extensions: {} }, 'application/json')).text),
  GET: async (params) => {
    const response = await fetch(`${gateway.url}/graphql?${new URLSearchParams({ ...params })}`);
    return errorsIn(await response.text());
  },
  'Server-Sent Events': async (params) => {
    const { text } = await post(params, 'text/event-stream');
    return errorsIn(/^data: (.*)$/m.exec(text)?.[1] ?? '');
  },
  WebSocket: async (params) => {
    const socket = await rawWebSocket(gateway.url);
    const message = once(socket, 'message');
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: params }));
    const text = String((await message)[0]);
    socket.terminate();
    return /^\{"id":"1","type":"error","payload":(.*)\}$/.exec(text)?.[1] ?? text;
  },
};

function errorsIn(text: string): string {
  return /^\{"errors":(.*)\}$/.exec(text)?.[1] ?? text;
}

describe.each<[string, Params, string]>([
  ['cannot be parsed', { query: '{ task(' }, 'GRAPHQL_PARSE_FAILED'],
  ['is not valid', { query: '{\n  nothing\n  tasks { nope }\n}' }, 'GRAPHQL_VALIDATION_FAILED'],
  ['is too large', { query: `{ ${'__typename '.repeat(301)} }` }, 'QUERY_TOO_LARGE'],
  ['has too many tokens', { query: `{ ${'a '.repeat(2100)} }` }, 'QUERY_TOO_LARGE'],
  [
    'names an unknown operation',
    { query: 'query A { __typename }', operationName: 'B' },
    'OPERATION_RESOLUTION_FAILURE',
  ],
])('an operation that %s', (what, params, code) => {
  test.each(Object.keys(transports).slice(1))(
    `an operation that ${what} is refused over %s in the same words as over HTTP`,
    async (transport) => {
      const expected = await transports['HTTP on the fast path']?.(params);
      expect(expected).toContain(`"code":"${code}"`);
      expect(await transports[transport]?.(params)).toBe(expected);
    },
  );
});

test.each([
  ['{ task(', undefined, 400],
  ['{ nothing }', undefined, 400],
  ['query A { __typename }', 'B', 400],
])(
  '%s is refused with status 400 where GraphQL over HTTP asks for one',
  async (query, operationName, expected) => {
    const params = { query, ...(operationName === undefined ? {} : { operationName }) };
    const { status } = await post(params, 'application/graphql-response+json');
    expect(status).toBe(expected);
  },
);

test('a subscription by a client that accepts no stream is stopped and answered with 406', async () => {
  const { status, text } = await post(
    { query: 'subscription { taskChanges { cursor } }' },
    'application/json',
  );
  expect({ status, text }).toEqual({ status: 406, text: '' });
  expect(gateway.tasks.changeStreams).toHaveLength(1);
  await gateway.tasks.changeStreams[0]?.left;
});
