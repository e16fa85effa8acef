import { request } from 'node:http';

import { describe, expect, test } from '@jest/globals';

import { testGateway } from '../../testing/test-gateway.ts';

/** Sends pieces without a content-length, as a client that streams. */
function chunked(
  url: string,
  type: string,
  pieces: readonly string[],
): Promise<{ status: number; body: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>();
  const outgoing = request(
    `${url}/graphql`,
    { method: 'POST', headers: { 'content-type': type } },
    (incoming) => {
      let body = '';
      incoming.on('data', (part: Buffer) => (body += part.toString()));
      incoming.on('end', () => {
        resolve({ status: incoming.statusCode ?? 0, body });
      });
    },
  );
  outgoing.on('error', reject);
  for (const piece of pieces) outgoing.write(piece);
  outgoing.end();
  return promise;
}

const tooLarge = 'The request is larger than 2000 bytes; send smaller pictures, or their addresses.';

describe('the size of a request', () => {
  const large = JSON.stringify({ query: `{ __typename } #${'x'.repeat(3000)}` });

  test('beyond the limit is refused by what it announces', async () => {
    await using gateway = await testGateway({ maxBodyBytes: 2000 });
    const reply = await gateway.ask('{ __typename }', { padding: 'x'.repeat(3000) });
    expect(reply.status).toBe(413);
    expect(reply.errors).toMatchObject([{ message: tooLarge, extensions: { code: 'REQUEST_TOO_LARGE' } }]);
  });

  test.each([
    ['JSON', 'application/json', [large.slice(0, 1500), large.slice(1500)]],
    [
      'multipart',
      'multipart/form-data; boundary=x',
      [
        '--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n',
        'x'.repeat(1500),
        'x'.repeat(1500),
      ],
    ],
  ])('that is not announced is counted: %s', async (_, type, pieces) => {
    await using gateway = await testGateway({ maxBodyBytes: 2000 });
    const { status, body } = await chunked(gateway.url, type, pieces);
    expect(status).toBe(413);
    expect(JSON.parse(body)).toMatchObject({ errors: [{ message: tooLarge }] });
    expect(gateway.logged).toEqual([]);
  });

  test('within the limit is read however it comes', async () => {
    await using gateway = await testGateway({ maxBodyBytes: 2000 });
    const { body } = await chunked(gateway.url, 'application/json', ['{"query":', '"{ __typename }"', '}']);
    expect(JSON.parse(body)).toEqual({ data: { __typename: 'Query' } });
  });
});

describe('a request that is none', () => {
  test.each([
    ['broken JSON', 'application/json', '{"query": ', 400, 'The request is not JSON.'],
    ['a text', 'application/json', '"x"', 400, 'A GraphQL request is a JSON object with a query.'],
    ['null', 'application/json', 'null', 400, 'A GraphQL request is a JSON object with a query.'],
    [
      'an unknown type',
      'text/plain',
      '{ __typename }',
      415,
      'Send application/json, or multipart/form-data with files.',
    ],
  ])('%s is refused in one line', async (_, type, body, status, message) => {
    await using gateway = await testGateway();
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ errors: [{ message }] });
    expect(gateway.logged).toEqual([]);
  });

  test('batches are refused', async () => {
    await using gateway = await testGateway();
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '[{"query":"{ __typename }"}]',
    });
    expect(response.status).toBe(400);
  });

  test('what does not fit the schema is told in detail, and not logged', async () => {
    await using gateway = await testGateway();
    const { errors } = await gateway.ask('{ tasks { nope } }');
    expect(errors?.[0]?.message).toMatch(/nope/);
    expect(gateway.logged).toEqual([]);
  });
});

describe('GET', () => {
  test('reads a query with its variables, without losing digits', async () => {
    await using gateway = await testGateway();
    const asked: string[] = [];
    gateway.tasks.onGet = (key) => {
      asked.push(key);
      return Promise.resolve(undefined);
    };
    const parameters = new URLSearchParams({
      query: 'query ($id: ID!) { task(id: $id) { id } }',
      variables: '{"id":856528387816046601}',
    });
    const response = await fetch(`${gateway.url}/graphql?${parameters}`);
    expect(await response.json()).toEqual({ data: { task: null } });
    expect(asked).toEqual(['856528387816046601']);
  });

  test('does not change anything', async () => {
    await using gateway = await testGateway();
    const parameters = new URLSearchParams({ query: 'mutation { deleteElement(id: 1) { __typename } }' });
    const response = await fetch(`${gateway.url}/graphql?${parameters}`);
    expect(response.status).toBe(405);
    expect(gateway.tasks.deleted).toEqual([]);
  });

  test('with variables that are not JSON is refused', async () => {
    await using gateway = await testGateway();
    const response = await fetch(`${gateway.url}/graphql?query=%7B__typename%7D&variables=%7B`);
    expect(response.status).toBe(400);
    expect(gateway.logged).toEqual([]);
  });
});

describe('request ids', () => {
  test.each([
    ['abc-123.x:1', true],
    ['x'.repeat(101), false],
    ['with space', false],
    ['', false],
  ])('%j is taken over: %s', async (given, isTaken) => {
    await using gateway = await testGateway();
    const { headers } = await gateway.ask('{ __typename }', {}, { 'x-request-id': given });
    const id = headers.get('x-request-id');
    if (isTaken) expect(id).toBe(given);
    else expect(id).toMatch(/^[\da-f]{10}-[\da-z]+$/);
  });
});

test('a connection may idle for longer than proxies keep theirs, and is told so', async () => {
  await using gateway = await testGateway();
  const { headers } = await gateway.ask('{ __typename }');
  const [, seconds] = /^timeout=(\d+)$/.exec(headers.get('keep-alive') ?? '') ?? [];
  expect(Number(seconds)).toBeGreaterThan(75);
});
