import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeProblem, ProblemError } from '@kling-elements/validation';
import { buildSchema, type GraphQLError } from 'graphql';

import type { GatewayServices } from '../../graphql/schema/context.ts';
import { greyPng } from '../../testing/images.ts';
import { succeededTask } from '../../testing/samples.ts';
import { type TestGateway, testGateway } from '../../testing/test-gateway.ts';
import { anybody } from '../../auth/viewer.ts';
import { OperationRunner } from '../../graphql/operation-runner.ts';
import { answerOnFastPath } from './fast-path.ts';
import { readParams } from '../request/graphql-params.ts';

const refusal = new ProblemError(
  makeProblem('RATE_LIMIT', 'Later.', { klingCode: 1302, requestId: 'kling-1' }),
);

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await testGateway();
  gateway.tasks.onGet = (key) => {
    if (key === 'refused') return Promise.reject(refusal);
    if (key === 'broken') return Promise.reject(new Error('a secret'));
    return Promise.resolve(key === 'unknown' ? undefined : succeededTask({ id: key }));
  };
  gateway.tasks.onDelete = () => Promise.reject(refusal);
});

afterAll(() => gateway.close());

type Params = Readonly<Record<string, unknown>>;

/** A whole response except its time. */
async function answerTo(params: Params, headers: Readonly<Record<string, string>>): Promise<unknown> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': 'request-7', ...headers },
    body: JSON.stringify(params),
  });
  const sent = Object.fromEntries(response.headers);
  return { status: response.status, headers: { ...sent, date: '' }, text: await response.text() };
}

/** With `extensions`, even empty ones, yoga answers instead of the fast path. */
const byYoga = { extensions: {} };

async function expectAlike(params: Params, headers: Readonly<Record<string, string>> = {}): Promise<void> {
  // Often enough for the query to be compiled in between.
  for (let times = 0; times < 12; times += 1) {
    expect(await answerTo(params, headers)).toEqual(await answerTo({ ...params, ...byYoga }, headers));
  }
}

const fields =
  '{ id status statusMessage final createdAt unitsCharged elements { id name tags task { id } } }';
const byVariable = `query ($id: ID!) { task(id: $id) ${fields} }`;
const image = { base64: greyPng(400, 300).toString('base64') };
const input = {
  name: 'Fox',
  description: 'A red fox',
  reference: { images: { frontal: image, others: [image] } },
};

describe('fast path and yoga', () => {
  test.each<[string, Params]>([
    ['a query', { query: byVariable, variables: { id: '1' } }],
    ['an ID in the text', { query: `{ task(id: "12345678901234567890") ${fields} }` }],
    ['an unknown task', { query: byVariable, variables: { id: 'unknown' } }],
    ['a problem of Kling', { query: byVariable, variables: { id: 'refused' } }],
    ['an unexpected error', { query: byVariable, variables: { id: 'broken' } }],
    ['partial success', { query: `{ good: task(id: "1") { id } bad: task(id: "refused") { id } }` }],
    ['a missing variable', { query: byVariable }],
    ['a variable of a wrong type', { query: byVariable, variables: { id: ['1'] } }],
    ['a number in place of variables', { query: byVariable, variables: 7 }],
    ['null variables', { query: '{ __typename }', variables: null }],
    ['a chosen operation', { query: `query A { __typename } ${byVariable}`, operationName: 'A' }],
    ['the name of an unknown operation', { query: 'query A { __typename }', operationName: 'B' }],
    ['several operations without a name', { query: 'query A { __typename } query B { __typename }' }],
    ['an unknown field', { query: '{ nothing }' }],
    ['a syntax error', { query: '{ task(' }],
    ['too many fields', { query: `{ ${'__typename '.repeat(301)} }` }],
    ['too many tokens', { query: `{ ${'__typename '.repeat(3000)} }` }],
    ['no query', { variables: {} }],
    ['an empty query', { query: '' }],
    ['a number in place of a query', { query: 7 }],
    ['an unknown parameter', { query: '{ __typename }', more: 1 }],
    [
      'a mutation',
      {
        query: 'mutation ($input: CreateElementInput!) { createElement(input: $input) { __typename } }',
        variables: { input },
      },
    ],
    [
      'a mutation that is refused',
      {
        query:
          'mutation { deleteElement(id: "1") { __typename ... on KlingProblem { message kind klingCode outcome } } }',
      },
    ],
    [
      'an invalid input',
      {
        query:
          'mutation ($input: DraftElementInput!) { checkElement(input: $input) { ... on InvalidInput { message issues { path code } } } }',
        variables: { input: { ...input, name: '' } },
      },
    ],
    ['introspection', { query: '{ __schema { types { name fields { name type { name } } } } }' }],
  ])('fast path and yoga answer %s with the same bytes', async (_, params) => {
    await expectAlike(params);
  });

  test.each([
    '*/*',
    'application/json',
    'application/json; charset=utf-8',
    'application/json; charset=latin1',
    'application/graphql-response+json',
    'application/graphql-response+json, application/json;q=0.9',
    'application/json;q=0.5, application/graphql-response+json',
    'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
    'APPLICATION/JSON',
    'application/*',
    'text/html, application/*',
    'text/plain',
  ])('fast path and yoga answer with the same bytes for Accept: %s', async (accept) => {
    await expectAlike({ query: byVariable, variables: { id: '1' } }, { accept });
    await expectAlike({ query: byVariable, variables: { id: 'refused' } }, { accept });
    await expectAlike({ query: '{ nothing }' }, { accept });
  });
});

test('the fast path answers a plain request, and leaves one with extensions to yoga', async () => {
  const schema = buildSchema('type Query { a: Int }');
  const operations = new OperationRunner({
    schema,
    services: {} as GatewayServices,
    mask: (error) => error as GraphQLError,
    plugins: [],
  });
  const serve = () => undefined;
  const server = createServer((request, response) => {
    const scope = { requestId: '', viewer: anybody, params: readParams(request, 1000), response };
    void answerOnFastPath({ operations, serve }, request, response, scope).then((answered) => {
      if (!answered) response.writeHead(421).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const ask = (params: Params) =>
    fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(params),
    });
  expect(await (await ask({ query: '{ a }' })).json()).toEqual({ data: { a: null } });
  expect((await ask({ query: '{ a }', ...byYoga })).status).toBe(421);
  server.close();
});

test('fast path and yoga both count operations and mask unexpected errors', async () => {
  await using other = await testGateway();
  other.tasks.onGet = () => Promise.reject(new Error('a secret'));
  const query = byVariable;
  for (const extensions of [undefined, {}]) {
    const response = await fetch(`${other.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { id: randomUUID() }, extensions }),
    });
    expect(await response.text()).not.toContain('secret');
  }
  const metrics = await (await fetch(`${other.url}/metrics`)).text();
  expect(metrics).toContain('graphql_operations_total{type="query",outcome="errors"} 2');
  expect(other.logged).toHaveLength(2);
});
