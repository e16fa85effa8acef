import { describe, expect, test } from '@jest/globals';

import { testGateway, type TestGateway } from '../testing/test-gateway.ts';

function post(
  gateway: TestGateway,
  body: string,
  headers: Record<string, string> = { 'content-type': 'application/json' },
): Promise<Response> {
  return fetch(`${gateway.url}/callbacks/kling/a-token_1`, { method: 'POST', headers, body });
}

describe('a callback', () => {
  test.each([
    ['ACCEPTED', 200],
    ['UNKNOWN', 404],
    ['FORGED', 401],
    ['MALFORMED', 400],
  ] as const)('that is %s is answered %i, in one line', async (receipt, status) => {
    await using gateway = await testGateway({ clientTokens: ['only for clients'] });
    gateway.tasks.receipt = receipt;
    const response = await post(gateway, '{"task_id":"1"}');
    expect(response.status).toBe(status);
    const text = await response.text();
    expect(text.trimEnd()).not.toContain('\n');
    expect(JSON.parse(text)).toMatchObject({ verdict: receipt });
  });

  test('a callback is passed on with its headers, byte for byte', async () => {
    await using gateway = await testGateway();
    const body = '{ "task_id" : 856528387816046601 , "ü" : "\\u00fc" }';
    await post(gateway, body, {
      'content-type': 'application/json; charset=utf-8; x=1',
      'webhook-id': 'msg-1',
      origin: 'https://kling.example.org',
    });
    const [received] = gateway.tasks.received;
    expect(received?.token).toBe('a-token_1');
    expect(Buffer.from(received?.callback.body ?? []).toString()).toBe(body);
    expect(received?.callback.headers).toMatchObject({ 'webhook-id': 'msg-1' });
  });

  test.each([
    ['another media type', '{}', { 'content-type': 'text/plain' }],
    ['no media type', '{}', { 'content-type': '' }],
    ['more than a megabyte', ' '.repeat(1024 * 1024 + 1), { 'content-type': 'application/json' }],
  ])('a callback with %s is malformed', async (_, body, headers) => {
    await using gateway = await testGateway();
    const response = await post(gateway, body, headers);
    expect(response.status).toBe(400);
    expect(gateway.tasks.received).toEqual([]);
  });

  test('a callback that cannot be recorded is answered with an error, so that Kling sends it again', async () => {
    await using gateway = await testGateway();
    gateway.tasks.receiveCallback = () => Promise.reject(new Error('disk is full'));
    const response = await post(gateway, '{}');
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('disk');
    expect(gateway.logged).toMatchObject([
      { requestId: response.headers.get('x-request-id'), err: { message: 'disk is full' } },
    ]);
  });
});
