import { describe, expect, test } from '@jest/globals';

import { testGateway } from '../../testing/test-gateway.ts';
import { createOriginPolicy } from './origin-policy.ts';
import { isLoopbackName } from './own-hosts.ts';

describe('the origin policy', () => {
  const frontend = 'https://studio.example.org';
  const loopback = createOriginPolicy({ corsOrigins: [frontend], ownHosts: isLoopbackName });
  const anywhere = createOriginPolicy({ corsOrigins: [], ownHosts: null });

  test.each([
    ['no page at all', loopback, undefined, 'localhost:4000', null],
    ['its own page', loopback, 'http://localhost:4000', 'localhost:4000', null],
    ['its own page, by number', loopback, 'http://127.0.0.1:4000', '127.0.0.1:4000', null],
    ['its own page, IPv6', loopback, 'http://[::1]:4000', '[::1]:4000', null],
    ['a frontend', loopback, frontend, 'localhost:4000', frontend],
    [
      'its own page under a public name',
      anywhere,
      'https://gateway.example.org',
      'gateway.example.org',
      null,
    ],
  ])('the origin policy allows %s', (_, judge, origin, host, allowed) => {
    expect(judge({ origin, host })).toEqual({ ok: true, origin: allowed });
  });

  test.each([
    ['a foreign page', loopback, 'https://evil.example.org', 'localhost:4000'],
    ['another port', loopback, 'http://localhost:3000', 'localhost:4000'],
    ['a page without an origin of its own', loopback, 'null', 'localhost:4000'],
    [
      'a foreign name that points to this machine',
      loopback,
      'http://evil.example.org:4000',
      'evil.example.org:4000',
    ],
    ['a frontend under http', loopback, 'http://studio.example.org', 'localhost:4000'],
    [
      'a name that only begins alike',
      anywhere,
      'https://gateway.example.org.evil.org',
      'gateway.example.org',
    ],
    ['a request without a host', anywhere, 'https://gateway.example.org', undefined],
  ])('the origin policy refuses %s', (_, judge, origin, host) => {
    expect(judge({ origin, host })).toEqual({ ok: false, message: expect.stringContaining('CORS_ORIGINS') });
  });
});

describe('over HTTP', () => {
  const frontend = 'https://studio.example.org';

  test('a request of a foreign page is refused before it is executed', async () => {
    await using gateway = await testGateway();
    const reply = await gateway.ask(
      'mutation { deleteElement(id: 1) { __typename } }',
      {},
      { origin: 'https://evil.example.org' },
    );
    expect(reply.status).toBe(403);
    expect(gateway.tasks.deleted).toEqual([]);
  });

  test('a frontend gets CORS headers, for requests and preflights', async () => {
    await using gateway = await testGateway({ corsOrigins: [frontend] });
    const preflight = await fetch(`${gateway.url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin: frontend,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization, content-type',
      },
    });
    expect(preflight.status).toBe(204);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-origin': frontend,
      'access-control-allow-headers': 'authorization, content-type',
      'access-control-allow-methods': 'GET, POST',
      vary: 'Accept, Accept-Encoding, Authorization, Origin',
    });
    const reply = await gateway.ask('{ __typename }', {}, { origin: frontend });
    expect(reply.data).toEqual({ __typename: 'Query' });
    expect(reply.headers.get('access-control-allow-origin')).toBe(frontend);
    expect(reply.headers.get('access-control-expose-headers')).toBe('x-request-id');
  });

  test('the gateway’s own page gets no CORS headers', async () => {
    await using gateway = await testGateway({ corsOrigins: [frontend] });
    const reply = await gateway.ask('{ __typename }', {}, { origin: gateway.url });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('access-control-allow-origin')).toBeNull();
  });
});
