import { writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { rawWebSocket } from '../../testing/raw-clients.ts';
import { type TestGateway, testGateway } from '../../testing/test-gateway.ts';

const rules = 'query Rules {\n  elementRules {\n    nameMaxLength\n  }\n}';
const changes = 'subscription Changes { taskChanges { cursor } }';

let folder: string;
let gateway: TestGateway;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kling-manifest-'));
  const manifest = join(folder, 'manifest.json');
  await writeFile(manifest, JSON.stringify({ 'sha256:abc123': rules, changes }));
  gateway = await testGateway({ trustedDocuments: manifest });
});
afterAll(async () => {
  await gateway.close();
  await rm(folder, { recursive: true });
});

async function post(params: object): Promise<unknown> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  });
  return await response.json();
}

const persistedQuery = (sha256Hash: string) => ({
  extensions: { persistedQuery: { version: 1, sha256Hash } },
});
const data = { elementRules: { nameMaxLength: 20 } };

test.each<[string, object]>([
  ['its documentId', { documentId: 'abc123' }],
  ['its documentId with an algorithm', { documentId: 'sha256:abc123' }],
  ['its hash', persistedQuery('abc123')],
  ['its hash with an algorithm', persistedQuery('sha256:abc123')],
  ['its hash, and another query', { query: '{ __schema { types { name } } }', ...persistedQuery('abc123') }],
  ['its text', { query: rules }],
])('a document of the manifest is executed when it is named by %s', async (_, params) => {
  expect(await post(params)).toEqual({ data });
});

test('a document of the manifest is executed by GET', async () => {
  const response = await fetch(`${gateway.url}/graphql?documentId=abc123`);
  expect(await response.json()).toEqual({ data });
});

test.each<[string, object, string]>([
  ['another query', { query: '{ elementRules { nameMaxLength } }' }, 'FORBIDDEN'],
  ['introspection', { query: '{ __schema { types { name } } }' }, 'FORBIDDEN'],
  ['an unknown ID', { documentId: 'def456' }, 'PERSISTED_QUERY_NOT_FOUND'],
  [
    'a query that would be registered otherwise',
    {
      query: '{ __typename }',
      ...persistedQuery('ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38'),
    },
    'PERSISTED_QUERY_NOT_FOUND',
  ],
])('with trusted documents, %s is refused over HTTP and WebSocket', async (_, params, code) => {
  expect(await post(params)).toMatchObject({ errors: [{ extensions: { code } }] });
  const socket = await rawWebSocket(gateway.url);
  const message = once(socket, 'message');
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: '', ...params } }));
  expect(JSON.parse(String((await message)[0]))).toMatchObject({
    type: 'error',
    payload: [{ extensions: { code } }],
  });
  socket.terminate();
});

test.each([
  ['{', /^TRUSTED_DOCUMENTS: the manifest can't be read \(/],
  ['[]', /must be a JSON object with a document for each ID/],
  ['{"a":1}', /must be a JSON object with a document for each ID/],
])('a gateway with the manifest %s does not start', async (text, message) => {
  const manifest = join(folder, 'broken.json');
  await writeFile(manifest, text);
  await expect(testGateway({ trustedDocuments: manifest })).rejects.toThrow(message);
});
