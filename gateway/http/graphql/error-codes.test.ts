import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';

import { rawWebSocket } from '../../testing/raw-clients.ts';
import { sampleProblem } from '../../testing/samples.ts';
import { type TestGateway, testGateway } from '../../testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await testGateway();
  gateway.tasks.onGet = (key) => {
    if (key === 'broken') return Promise.reject(new Error('a secret'));
    return Promise.reject(
      sampleProblem('RATE_LIMIT', { klingCode: 1302, requestId: 'kling-1', retryAfterSeconds: 7 }),
    );
  };
});
afterAll(() => gateway.close());

interface Params {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

interface Result {
  readonly errors: readonly { message: string; extensions?: Record<string, unknown> }[];
}

async function post(params: object, accept: string): Promise<Response> {
  return await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify(params),
  });
}

const transports: Readonly<Record<string, (params: Params) => Promise<Result>>> = {
  'HTTP on the fast path': async (params) =>
    (await (await post(params, 'application/json')).json()) as Result,
  'HTTP by yoga': async (params) =>
    (await (await post({ ...params, extensions: {} }, 'application/json')).json()) as Result,
  GET: async ({ variables, ...texts }) => {
    const search = new URLSearchParams({ ...texts });
    if (variables !== undefined) search.set('variables', JSON.stringify(variables));
    return (await (await fetch(`${gateway.url}/graphql?${search}`)).json()) as Result;
  },
  'Server-Sent Events': async (params) => {
    const text = await (await post(params, 'text/event-stream')).text();
    return JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? '') as Result;
  },
  WebSocket: async (params) => {
    const socket = await rawWebSocket(gateway.url);
    const message = once(socket, 'message');
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: params }));
    const { payload } = JSON.parse(String((await message)[0])) as { payload: Result | Result['errors'] };
    socket.terminate();
    return Array.isArray(payload) ? { errors: payload as Result['errors'] } : (payload as Result);
  },
};

const task = 'query ($id: ID!) { task(id: $id) { id } }';

describe.each<[string, Params, string]>([
  ['a syntax error', { query: '{ task(' }, 'GRAPHQL_PARSE_FAILED'],
  ['an unknown field', { query: '{ nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
  ['too many fields', { query: `{ ${'__typename '.repeat(301)} }` }, 'QUERY_TOO_LARGE'],
  [
    'an unknown operation',
    { query: 'query A { __typename }', operationName: 'B' },
    'OPERATION_RESOLUTION_FAILURE',
  ],
  ['a missing variable', { query: task }, 'BAD_USER_INPUT'],
  ['a variable of a wrong type', { query: task, variables: { id: ['1'] } }, 'BAD_USER_INPUT'],
  ['an invalid argument', { query: '{ tasks(first: 0) { nodes { id } } }' }, 'BAD_USER_INPUT'],
  ['an unknown cursor', { query: '{ elements(after: "x") { nodes { id } } }' }, 'BAD_USER_INPUT'],
  ['a refusal of Kling', { query: task, variables: { id: 'refused' } }, 'KLING_RATE_LIMIT'],
  ['an unexpected error', { query: task, variables: { id: 'broken' } }, 'INTERNAL_SERVER_ERROR'],
])('%s', (what, params, code) => {
  test.each(Object.entries(transports))(
    `${what} over %s is an error with the code ${code}`,
    async (_, send) => {
      const { errors } = await send(params);
      expect(errors.map(({ extensions }) => extensions?.code)).toEqual([code]);
    },
  );

  test(`${what} is told in the same words over every transport`, async () => {
    const told = await Promise.all(Object.values(transports).map((send) => send(params)));
    // An unexpected error names its request.
    const words = told.map(({ errors }) =>
      errors.map(({ message, extensions }) => [
        message.replace(/ID \S+$/, 'ID'),
        { ...extensions, requestId: code === 'INTERNAL_SERVER_ERROR' ? '' : extensions?.requestId },
      ]),
    );
    expect(words).toEqual(words.map(() => words[0]));
  });
});

test('the extensions of an error have the fields of KlingProblem', async () => {
  const { errors } = await gateway.ask(task, { id: 'refused' });
  expect(errors?.[0]?.extensions).toEqual({
    code: 'KLING_RATE_LIMIT',
    kind: 'RATE_LIMIT',
    klingCode: 1302,
    outcome: 'NOT_DONE',
    externalId: null,
    retryAfterSeconds: 7,
    requestId: 'kling-1',
    retryable: true,
  });
});

test('variables of a wrong type are refused with status 400 where GraphQL over HTTP asks for one', async () => {
  const params = { query: task, variables: { id: ['1'] } };
  const { status } = await post(params, 'application/graphql-response+json');
  const byYoga = await post({ ...params, extensions: {} }, 'application/graphql-response+json');
  expect([status, byYoga.status, (await post(params, 'application/json')).status]).toEqual([400, 400, 200]);
});

test.each([
  ['DELETE', '/graphql', 405, 'BAD_REQUEST'],
  ['GET', '/nowhere', 404, 'NOT_FOUND'],
  ['GET', '/graphql', 200, 'BAD_REQUEST'],
])('%s %s is answered with a GraphQL error, HTTP %i', async (method, path, status, code) => {
  const response = await fetch(`${gateway.url}${path}`, { method });
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({
    errors: [{ message: expect.any(String), extensions: { code } }],
  });
});
