import { createHash } from 'node:crypto';

import { beforeAll, describe, expect, test } from '@jest/globals';
import { createClient as createWsClient } from 'graphql-ws';
import {
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  createLocalJWKSet,
  type JWTVerifyGetKey,
  SignJWT,
} from 'jose';
import { WebSocket } from 'ws';

import { overWebSocket } from '../testing/clients.ts';
import { greyPng } from '../testing/images.ts';
import { testGateway } from '../testing/test-gateway.ts';
import { createAuthentication } from './authentication.ts';

let privateKey: CryptoKey;
let strangerKey: CryptoKey;
let keys: JWTVerifyGetKey;
beforeAll(async () => {
  const pair = await generateKeyPair('ES256');
  privateKey = pair.privateKey;
  strangerKey = (await generateKeyPair('ES256')).privateKey;
  keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(pair.publicKey)), alg: 'ES256' }] });
});

const jwt = {
  jwksUrl: 'https://keys.example.org/jwks.json',
  issuer: 'https://issuer.example.org',
  audience: 'gateway',
};

function token(
  given: { iss?: string; aud?: string; exp?: number | null; key?: CryptoKey } = {},
): Promise<string> {
  const { iss = jwt.issuer, aud = jwt.audience, exp = 4_102_444_800, key = privateKey } = given;
  const unsigned = new SignJWT({ sub: 'user-7' })
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuer(iss)
    .setAudience(aud);
  return (exp === null ? unsigned : unsigned.setExpirationTime(exp)).sign(key);
}

describe('tokens', () => {
  const authenticate = createAuthentication({ clientTokens: ['one-token', 'another'], jwt: null });

  test.each(['Bearer one-token', 'bearer another', 'Bearer   another'])(
    'the credential %j is accepted and does not expire',
    async (header) => {
      const authentication = await authenticate(header);
      expect(authentication).toMatchObject({ ok: true, viewer: { expiresAt: null } });
      // The name identifies the token without revealing it.
      const name = authentication.ok ? authentication.viewer.name : null;
      const sha256 = createHash('sha256').update(header.replace(/^bearer +/i, ''));
      expect(name).toBe(`token ${sha256.digest('hex').slice(0, 8)}`);
    },
  );

  test.each([
    undefined,
    '',
    'one-token',
    'Basic one-token',
    'Bearer',
    'Bearer one-toke',
    'Bearer one-token x',
  ])('the credential %j is refused', async (header) => {
    expect(await authenticate(header)).toMatchObject({ ok: false, reason: 'UNAUTHORIZED' });
  });

  test('a gateway without tokens accepts every client', async () => {
    const open = createAuthentication({ clientTokens: [], jwt: null });
    expect(await open(undefined)).toMatchObject({ ok: true });
  });
});

describe('JWTs', () => {
  const check = async (text: string) =>
    createAuthentication({ clientTokens: ['static'], jwt, keys })(`Bearer ${text}`);

  test('a valid JWT is accepted until it expires', async () => {
    expect(await check(await token())).toEqual({
      ok: true,
      viewer: { name: 'user-7', expiresAt: 4_102_444_800_000 },
    });
  });

  test('a static token is accepted along with JWTs', async () => {
    expect(await check('static')).toMatchObject({ ok: true, viewer: { expiresAt: null } });
  });

  test.each([
    ['that has expired', { exp: 1_000_000_000 }, 'EXPIRED', /expired/],
    ['that never expires', { exp: null }, 'UNAUTHORIZED', /Check it/],
    ['of another issuer', { iss: 'https://other.example.org' }, 'FORBIDDEN', /issuer/],
    ['for another audience', { aud: 'other' }, 'FORBIDDEN', /audience/],
  ] as const)('a JWT %s is refused', async (_, given, reason, message) => {
    expect(await check(await token(given))).toEqual({
      ok: false,
      reason,
      message: expect.stringMatching(message),
    });
  });

  test('a JWT with a foreign signature is refused', async () => {
    expect(await check(await token({ key: strangerKey }))).toMatchObject({ reason: 'UNAUTHORIZED' });
  });

  test.each(['x', 'a.b.c', 'eyJhbGciOiJub25lIn0.e30.'])('%s in place of a JWT is refused', async (text) => {
    expect(await check(text)).toMatchObject({ reason: 'UNAUTHORIZED' });
  });

  test('a JWT whose keys cannot be fetched is reported as unavailable, not as invalid', async () => {
    const broken: JWTVerifyGetKey = () => Promise.reject(new TypeError('fetch failed'));
    const authenticate = createAuthentication({ clientTokens: [], jwt, keys: broken });
    expect(await authenticate(`Bearer ${await token()}`)).toMatchObject({ reason: 'UNAVAILABLE' });
  });
});

describe('over HTTP', () => {
  test.each([
    [undefined, 401, 'UNAUTHENTICATED'],
    ['Bearer wrong', 401, 'UNAUTHENTICATED'],
  ])(
    'an HTTP request with authorization %s is answered with %i and one GraphQL error',
    async (authorization, status, code) => {
      await using gateway = await testGateway({ clientTokens: ['right'] });
      const reply = await gateway.ask(
        '{ __typename }',
        {},
        authorization === undefined ? {} : { authorization },
      );
      expect(reply.status).toBe(status);
      expect(reply.errors).toMatchObject([{ extensions: { code } }]);
      expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer/);
    },
  );

  test('an HTTP request with a valid token is accepted; health and GraphiQL need none', async () => {
    await using gateway = await testGateway({ clientTokens: ['right'] });
    const reply = await gateway.ask('{ __typename }', {}, { authorization: 'Bearer right' });
    expect(reply.data).toEqual({ __typename: 'Query' });
    expect((await fetch(`${gateway.url}/health/ready`)).status).toBe(200);
    const page = await fetch(`${gateway.url}/graphql`, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toContain('Kling Elements');
    expect(html).not.toMatch(/src=["']?https?:/);
  });

  test('an HTTP request gets 403 for a token of another gateway, and 503 if the keys cannot be fetched', async () => {
    await using gateway = await testGateway({ jwt }, { jwtKeys: keys });
    const foreign = await gateway.ask(
      '{ __typename }',
      {},
      { authorization: `Bearer ${await token({ aud: 'x' })}` },
    );
    expect(foreign.status).toBe(403);
    const broken: JWTVerifyGetKey = () => Promise.reject(new TypeError('fetch failed'));
    await using cut = await testGateway({ jwt }, { jwtKeys: broken });
    const reply = await cut.ask('{ __typename }', {}, { authorization: `Bearer ${await token()}` });
    expect(reply.status).toBe(503);
    expect(reply.headers.get('retry-after')).toBe('5');
  });
});

test.each<[string, Record<string, unknown> | undefined, number | undefined]>([
  ['as a parameter', { authorization: 'Bearer right' }, undefined],
  ['as a capitalized parameter', { Authorization: 'Bearer right' }, undefined],
  ['among headers', { headers: { authorization: 'Bearer right' } }, undefined],
  ['among headers, capitalized', { headers: { Authorization: 'Bearer right' } }, undefined],
  ['not at all', undefined, 4401],
  ['as another type', { authorization: 7, headers: null }, 4401],
])(
  'a WebSocket whose token comes %s is accepted, or closed with the code that says why',
  async (_, params, code) => {
    await using gateway = await testGateway({ clientTokens: ['right'] });
    const closed = Promise.withResolvers<number>();
    const client = createWsClient({
      url: `${gateway.url.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      ...(params === undefined ? {} : { connectionParams: params }),
      on: {
        closed: (event) => {
          closed.resolve((event as { code: number }).code);
        },
      },
    });
    const result = client.iterate({ query: '{ __typename }' }).next();
    if (code === undefined) expect((await result).value).toEqual({ data: { __typename: 'Query' } });
    else await expect(Promise.allSettled([result]).then(() => closed.promise)).resolves.toBe(code);
    await client.dispose();
  },
);

test('the viewer who creates an element is recorded, over HTTP and over WebSocket', async () => {
  await using gateway = await testGateway({ clientTokens: ['right'] });
  const image = { base64: greyPng(300, 300).toString('base64') };
  const query = `mutation ($input: CreateElementInput!) { createElement(input: $input) { __typename } }`;
  const variables = {
    input: {
      name: 'Maja',
      description: 'A girl',
      reference: { images: { frontal: image, others: [image] } },
    },
  };
  const created = { createElement: { __typename: 'CreateElementSuccess' } };
  const { data } = await gateway.ask(query, variables, { authorization: 'Bearer right' });
  expect(data).toEqual(created);
  const socket = overWebSocket(gateway.url, query, { variables, authorization: 'Bearer right' });
  expect((await socket.results.next()).value).toEqual({ data: created });
  socket.dispose();
  const name = `token ${createHash('sha256').update('right').digest('hex').slice(0, 8)}`;
  expect(gateway.tasks.requestedBy).toEqual([name, name]);
});
