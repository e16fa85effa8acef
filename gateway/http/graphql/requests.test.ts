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

const tooLarge = 'The request is larger than 2000 bytes. Send smaller images, or send their URLs instead.';

describe('the size of a request', () => {
  const large = JSON.stringify({ query: `{ __typename } #${'x'.repeat(3000)}` });

  test('a request whose Content-Length exceeds the limit is refused', async () => {
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
  ])('the bytes of a %s request without Content-Length are counted', async (_, type, pieces) => {
    await using gateway = await testGateway({ maxBodyBytes: 2000 });
    const { status, body } = await chunked(gateway.url, type, pieces);
    expect(status).toBe(413);
    expect(JSON.parse(body)).toMatchObject({ errors: [{ message: tooLarge }] });
    expect(gateway.logged).toEqual([]);
  });

  test('a request within the limit is read, in whatever chunks it arrives', async () => {
    await using gateway = await testGateway({ maxBodyBytes: 2000 });
    const { body } = await chunked(gateway.url, 'application/json', ['{"query":', '"{ __typename }"', '}']);
    expect(JSON.parse(body)).toEqual({ data: { __typename: 'Query' } });
  });
});

describe('malformed requests', () => {
  test.each([
    ['broken JSON', 'application/json', '{"query": ', 400, 'The request is not valid JSON.'],
    ['a string', 'application/json', '"x"', 400, 'A GraphQL request must be a JSON object with a query.'],
    ['null', 'application/json', 'null', 400, 'A GraphQL request must be a JSON object with a query.'],
    [
      'an unknown media type',
      'text/plain',
      '{ __typename }',
      415,
      'Send the request as application/json, or as multipart/form-data with files.',
    ],
  ])('%s in place of a request is refused with one error', async (_, type, body, status, message) => {
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

  test('a batch of operations is refused', async () => {
    await using gateway = await testGateway();
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '[{"query":"{ __typename }"}]',
    });
    expect(response.status).toBe(400);
  });

  test('a validation error is reported in detail, and not logged', async () => {
    await using gateway = await testGateway();
    const { errors } = await gateway.ask('{ tasks { nope } }');
    expect(errors?.[0]?.message).toMatch(/nope/);
    expect(gateway.logged).toEqual([]);
  });
});

describe('GET', () => {
  test('a GET request keeps all digits of numbers in its variables', async () => {
    await using gateway = await testGateway();
    const keys: string[] = [];
    gateway.tasks.onGet = (key) => {
      keys.push(key);
      return Promise.resolve(undefined);
    };
    const parameters = new URLSearchParams({
      query: 'query ($id: ID!) { task(id: $id) { id } }',
      variables: '{"id":856528387816046601}',
    });
    const response = await fetch(`${gateway.url}/graphql?${parameters}`);
    expect(await response.json()).toEqual({ data: { task: null } });
    expect(keys).toEqual(['856528387816046601']);
  });

  test('a mutation by GET is refused', async () => {
    await using gateway = await testGateway();
    const parameters = new URLSearchParams({ query: 'mutation { deleteElement(id: 1) { __typename } }' });
    const response = await fetch(`${gateway.url}/graphql?${parameters}`);
    expect(response.status).toBe(405);
    expect(gateway.tasks.deleted).toEqual([]);
  });

  test('a GET request with variables that are not JSON is refused', async () => {
    await using gateway = await testGateway();
    const response = await fetch(`${gateway.url}/graphql?query=%7B__typename%7D&variables=%7B`);
    expect(response.status).toBe(400);
    expect(gateway.logged).toEqual([]);
  });
});

describe('request IDs', () => {
  test.each([
    ['abc-123.x:1', true],
    ['x'.repeat(101), false],
    ['with space', false],
    ['', false],
  ])('the request ID %j of a client is used: %s', async (given, isUsed) => {
    await using gateway = await testGateway();
    const { headers } = await gateway.ask('{ __typename }', {}, { 'x-request-id': given });
    const id = headers.get('x-request-id');
    if (isUsed) expect(id).toBe(given);
    else expect(id).toMatch(/^[\da-f]{10}-[\da-z]+$/);
  });
});

test('a connection may be idle for longer than proxies keep theirs, and the response says so', async () => {
  await using gateway = await testGateway();
  const { headers } = await gateway.ask('{ __typename }');
  const [, seconds] = /^timeout=(\d+)$/.exec(headers.get('keep-alive') ?? '') ?? [];
  expect(Number(seconds)).toBeGreaterThan(75);
});
