import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { defaultCredentials, type Sandbox, startSandbox } from '@kling-elements/sandbox';

import { freePort } from '../../harness/free-port.ts';
import { sharedN8n } from './shared.ts';

const n8n = sharedN8n();
let sandbox: Sandbox;
/** Responds to everything with 200, as a captive portal or a website does. */
let server: Server;
let page: { readonly url: string };
beforeAll(async () => {
  sandbox = await startSandbox({ apiKeys: ['the-right-key'] });
  server = createServer((request, response) => {
    const isJson = request.url?.startsWith('/json') === true;
    response.setHeader('content-type', isJson ? 'application/json' : 'text/html');
    response.end(isJson ? '{"ok":true}' : '<!doctype html><title>Welcome</title>');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  page = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
});
afterAll(async () => {
  server.close();
  await sandbox.close();
});

test('a valid API key passes the credential test', async () => {
  const result = await n8n.testCredential({ baseUrl: sandbox.url, apiKey: 'the-right-key' });
  expect(result).toMatchObject({ status: 'OK' });
});

test('an access key with its secret key passes the credential test, with a token signed for the request', async () => {
  const { accessKey, secretKey } = defaultCredentials;
  const keys = { authentication: 'accessKey', accessKey, secretKey };
  const result = await n8n.testCredential({ baseUrl: `${sandbox.url}/`, ...keys });
  expect(result).toMatchObject({ status: 'OK' });
  expect(sandbox.requests.at(-1)).toMatchObject({ path: expect.stringContaining('presets-elements') });
});

test.each([
  ['a wrong API key', () => ({ apiKey: 'a-wrong-key' }), /does not accept this key/],
  [
    'a wrong secret key',
    () => ({ authentication: 'accessKey', accessKey: defaultCredentials.accessKey, secretKey: 'wrong' }),
    /does not accept this key/,
  ],
  [
    'a base URL without an API',
    () => ({ baseUrl: `${sandbox.url}/elsewhere` }),
    /No Kling API found at the "Base URL"/,
  ],
  ['a base URL that returns a web page', () => ({ baseUrl: page.url }), /is not the Kling API/],
  ['a base URL that returns other JSON', () => ({ baseUrl: `${page.url}/json` }), /is not the Kling API/],
  [
    'a base URL without a scheme',
    () => ({ baseUrl: 'api.example.com' }),
    /"Base URL": .* is not a valid URL/,
  ],
  ['a base URL that cannot be parsed', () => ({ baseUrl: 'https://' }), /"Base URL": .* is not a valid URL/],
  ['a webhook secret that is none', () => ({ webhookSecret: 'my secret!' }), /A webhook secret is whsec_/],
])('%s fails the credential test with an explanation', async (_, wrong, explanation) => {
  const result = await n8n.testCredential({ baseUrl: sandbox.url, apiKey: 'the-right-key', ...wrong() });
  expect(result.status).toBe('Error');
  expect(result.message).toMatch(explanation);
});

test('a base URL without a server fails the credential test', async () => {
  const baseUrl = `http://127.0.0.1:${await freePort()}`;
  const result = await n8n.testCredential({ baseUrl, apiKey: 'the-right-key' });
  expect(result).toMatchObject({ status: 'Error', message: expect.stringContaining('ECONNREFUSED') });
});

test.each([
  [1303, /too many requests/],
  [5001, /maintenance/],
] as const)('the credential test explains Kling’s code %d', async (code, explanation) => {
  sandbox.faults.add({ kind: 'error', code });
  const result = await n8n.testCredential({ baseUrl: sandbox.url, apiKey: 'the-right-key' });
  expect(result.status).toBe('Error');
  expect(result.message).toMatch(explanation);
});
