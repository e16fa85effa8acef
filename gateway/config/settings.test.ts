import { describe, expect, test } from '@jest/globals';

import type { Environment } from './environment.ts';
import { readSettings } from './settings.ts';

function settingsOf(environment: Environment) {
  const parsed = readSettings(environment);
  if (!parsed.ok) throw new Error(parsed.issues.join('\n'));
  return parsed.settings;
}

function issuesOf(environment: Environment): readonly string[] {
  const parsed = readSettings(environment);
  return parsed.ok ? [] : parsed.issues;
}

test('every setting has a default', () => {
  expect(settingsOf({})).toEqual({
    port: 4000,
    host: '127.0.0.1',
    kling: null,
    webhookSecrets: [],
    publicUrl: null,
    dataDir: './data',
    databaseUrl: null,
    clientTokens: [],
    jwt: null,
    trustedDocuments: null,
    corsOrigins: [],
    klingTimeoutMs: 30_000,
    pollMinMs: 1000,
    pollMaxMs: 15_000,
    taskDeadlineMs: 86_400_000,
    heartbeatMs: 12_000,
    keepDays: 90,
    allowPrivateUrls: true,
    maxBodyBytes: 64_000_000,
    logLevel: 'info',
    sandbox: { port: 4010, taskMs: 3000 },
  });
});

test('every setting can be set', () => {
  const environment = {
    PORT: '0',
    HOST: '0.0.0.0',
    KLING_ACCESS_KEY: 'ak',
    KLING_SECRET_KEY: 'sk',
    KLING_BASE_URL: 'https://api-beijing.klingai.com/',
    KLING_WEBHOOK_SECRET: 'whsec_AQID  whsec_BAUG',
    PUBLIC_URL: 'https://Elements.example.com/gateway/',
    DATA_DIR: '/var/lib/elements',
    DATABASE_URL: 'postgresql://user:pass@db:5433/elements?sslmode=require',
    GATEWAY_TOKENS: ' first second ',
    JWKS_URL: 'https://login.example.com/keys?v=2',
    JWT_ISSUER: 'https://login.example.com/',
    JWT_AUDIENCE: 'the elements gateway',
    TRUSTED_DOCUMENTS: './manifest.json',
    CORS_ORIGINS: 'https://app.example.com http://localhost:5173',
    KLING_TIMEOUT_MS: '5000',
    POLL_MIN_MS: '20',
    POLL_MAX_MS: '20',
    TASK_DEADLINE_MS: '60000',
    HEARTBEAT_MS: '5000',
    KEEP_DAYS: '0',
    ALLOW_PRIVATE_URLS: '1',
    MAX_BODY_BYTES: '1000000',
    LOG_LEVEL: 'debug',
    SANDBOX_PORT: '0',
    SANDBOX_TASK_MS: '0',
    GATEWAY_OPEN: '0',
  };
  expect(settingsOf(environment)).toEqual({
    port: 0,
    host: '0.0.0.0',
    kling: {
      baseUrl: 'https://api-beijing.klingai.com',
      credential: { accessKey: 'ak', secretKey: 'sk' },
    },
    webhookSecrets: [Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5, 6)],
    publicUrl: 'https://elements.example.com/gateway',
    dataDir: '/var/lib/elements',
    databaseUrl: 'postgresql://user:pass@db:5433/elements?sslmode=require',
    clientTokens: ['first', 'second'],
    jwt: {
      jwksUrl: 'https://login.example.com/keys?v=2',
      issuer: 'https://login.example.com/',
      audience: 'the elements gateway',
    },
    trustedDocuments: './manifest.json',
    corsOrigins: ['https://app.example.com', 'http://localhost:5173'],
    klingTimeoutMs: 5000,
    pollMinMs: 20,
    pollMaxMs: 20,
    taskDeadlineMs: 60_000,
    heartbeatMs: 5000,
    keepDays: 0,
    allowPrivateUrls: true,
    maxBodyBytes: 1_000_000,
    logLevel: 'debug',
    sandbox: { port: 0, taskMs: 0 },
  });
});

test('an empty setting counts as unset', () => {
  const names = [
    'PORT',
    'HOST',
    'KLING_API_KEY',
    'KLING_BASE_URL',
    'PUBLIC_URL',
    'DATABASE_URL',
    'JWT_ISSUER',
    'LOG_LEVEL',
  ];
  const empty = Object.fromEntries(names.map((name, index) => [name, ' '.repeat(index % 2)]));
  expect(settingsOf(empty)).toEqual(settingsOf({}));
});

describe('Kling’s credential', () => {
  test('an API key alone is for the global site', () => {
    expect(settingsOf({ KLING_API_KEY: 'key' })).toMatchObject({
      kling: { baseUrl: 'https://api-singapore.klingai.com', credential: { apiKey: 'key' } },
      allowPrivateUrls: false,
    });
  });

  test.each<[string, Environment, string[]]>([
    [
      'of both kinds',
      { KLING_API_KEY: 'a', KLING_ACCESS_KEY: 'b', KLING_SECRET_KEY: 'c' },
      ['KLING_API_KEY: set either this or KLING_ACCESS_KEY and KLING_SECRET_KEY, not both'],
    ],
    [
      'without its access key',
      { KLING_SECRET_KEY: 'c' },
      ['KLING_ACCESS_KEY: is required with KLING_SECRET_KEY'],
    ],
    [
      'without its secret key',
      { KLING_ACCESS_KEY: 'b' },
      ['KLING_SECRET_KEY: is required with KLING_ACCESS_KEY'],
    ],
    [
      'missing with a base URL',
      { KLING_BASE_URL: 'https://api-beijing.klingai.com' },
      ['KLING_BASE_URL: requires a credential; set KLING_API_KEY, or KLING_ACCESS_KEY and KLING_SECRET_KEY'],
    ],
    [
      'that no header can carry',
      { KLING_API_KEY: 'line\nbreak' },
      ['KLING_API_KEY: must be one word of visible ASCII characters'],
    ],
  ])('a credential of Kling %s is an issue', (_what, environment, issues) => {
    expect(issuesOf(environment)).toEqual(issues);
  });
});

test.each<[Environment, boolean]>([
  [{}, true],
  [{ ALLOW_PRIVATE_URLS: '0' }, false],
  [{ KLING_API_KEY: 'key' }, false],
  [{ KLING_API_KEY: 'key', ALLOW_PRIVATE_URLS: '1' }, true],
])('with %j, private media URLs are allowed: %s', (environment, isAllowed) => {
  expect(settingsOf(environment).allowPrivateUrls).toBe(isAllowed);
});

describe('where the gateway listens', () => {
  test.each(['127.0.0.1', '127.1.2.3', '::1', '[::1]', 'localhost', 'LOCALHOST'])(
    'listening on %s, clients need no credential',
    (host) => {
      expect(issuesOf({ HOST: host })).toEqual([]);
    },
  );

  test.each(['0.0.0.0', '::', '192.168.1.2', '127.example.com', 'gateway.example.com'])(
    'listening on %s, clients need a credential unless GATEWAY_OPEN=1',
    (host) => {
      expect(issuesOf({ HOST: host })).toEqual([
        `HOST: ${host} is reachable from other machines, and clients need no credential; set GATEWAY_TOKENS or JWKS_URL (or GATEWAY_OPEN=1 to let anyone in)`,
      ]);
      expect(issuesOf({ HOST: host, GATEWAY_OPEN: '0' })).toHaveLength(1);
      expect(issuesOf({ HOST: host, GATEWAY_OPEN: '1' })).toEqual([]);
      expect(issuesOf({ HOST: host, GATEWAY_TOKENS: 'a-token' })).toEqual([]);
      expect(issuesOf({ HOST: host, JWKS_URL: 'https://login.example.com/keys' })).toEqual([]);
    },
  );

  test('an IPv6 HOST is kept without brackets', () => {
    expect(settingsOf({ HOST: '[::1]' }).host).toBe('::1');
  });
});

test.each<[Environment, string]>([
  [{ PORT: 'abc' }, 'PORT: must be a whole number from 0 to 65535, got "abc"'],
  [{ PORT: '65536' }, 'PORT: must be a whole number from 0 to 65535, got "65536"'],
  [{ PORT: '-1' }, 'PORT: must be a whole number from 0 to 65535, got "-1"'],
  [{ PORT: '1e3' }, 'PORT: must be a whole number from 0 to 65535, got "1e3"'],
  [{ HOST: 'a b' }, 'HOST: must be an IP address or a host name, got "a b"'],
  [{ HOST: 'http://localhost' }, 'HOST: must be an IP address or a host name, got "http://localhost"'],
  [
    { PUBLIC_URL: 'elements.example.com' },
    'PUBLIC_URL: must be a URL such as https://example.com, without user name, password, query or fragment, got "elements.example.com"',
  ],
  [
    { JWKS_URL: 'ftp://example.com' },
    'JWKS_URL: must be a URL such as https://example.com/keys, without user name or password, got "ftp://example.com"',
  ],
  [{ JWT_ISSUER: 'me' }, 'JWT_ISSUER: requires JWKS_URL'],
  [{ JWT_AUDIENCE: 'us' }, 'JWT_AUDIENCE: requires JWKS_URL'],
  [
    { CORS_ORIGINS: 'https://app.example.com/' },
    'CORS_ORIGINS: must be origins such as https://app.example.com or http://localhost:5173, separated by spaces, got "https://app.example.com/"',
  ],
  [
    { CORS_ORIGINS: '*' },
    'CORS_ORIGINS: must be origins such as https://app.example.com or http://localhost:5173, separated by spaces, got "*"',
  ],
  [
    { GATEWAY_TOKENS: 'bell\u0007' },
    'GATEWAY_TOKENS: must be words of visible ASCII characters, separated by spaces',
  ],
  [{ POLL_MIN_MS: '0' }, 'POLL_MIN_MS: must be a whole number from 1 to 2147483647, got "0"'],
  [{ POLL_MIN_MS: '20000' }, 'POLL_MIN_MS: must not exceed POLL_MAX_MS, but 20000 is more than 15000'],
  [{ POLL_MAX_MS: '1.5' }, 'POLL_MAX_MS: must be a whole number from 1 to 2147483647, got "1.5"'],
  [
    { TASK_DEADLINE_MS: '1 day' },
    'TASK_DEADLINE_MS: must be a whole number from 1 to 2147483647, got "1 day"',
  ],
  [{ ALLOW_PRIVATE_URLS: 'yes' }, 'ALLOW_PRIVATE_URLS: must be 0 or 1, got "yes"'],
  [{ GATEWAY_OPEN: 'true' }, 'GATEWAY_OPEN: must be 0 or 1, got "true"'],
  [{ MAX_BODY_BYTES: '1' }, 'MAX_BODY_BYTES: must be a whole number from 1024 to 2000000000, got "1"'],
  [
    { LOG_LEVEL: 'loud' },
    'LOG_LEVEL: must be one of fatal, error, warn, info, debug, trace, silent, got "loud"',
  ],
  [{ SANDBOX_PORT: 'x' }, 'SANDBOX_PORT: must be a whole number from 0 to 65535, got "x"'],
  [{ SANDBOX_TASK_MS: 'x' }, 'SANDBOX_TASK_MS: must be a whole number from 0 to 2147483647, got "x"'],
  [{ DATA_DIR: 'a\0b' }, 'DATA_DIR: must be a path without NUL characters, got "a\\u0000b"'],
  [
    { DATABASE_URL: 'mysql://user:hidden@db/elements' },
    'DATABASE_URL: must be a PostgreSQL URL such as postgres://name:password@host:5432/database',
  ],
])('%j is refused in one line', (environment, issue) => {
  expect(issuesOf(environment)).toEqual([issue]);
});

test('all issues with settings are reported at once, by name, and none quotes a secret', () => {
  const issues = issuesOf({
    PORT: 'abc',
    HOST: '0.0.0.0',
    KLING_API_KEY: 'hidden hidden',
    KLING_ACCESS_KEY: 'hïdden',
    KLING_SECRET_KEY: 'hid\u0007den',
    KLING_BASE_URL: 'https://user:hidden@example.com',
    KLING_WEBHOOK_SECRET: 'whsec_AQID whsec_hidden!',
    PUBLIC_URL: 'https://example.com/?key=hidden',
    JWKS_URL: 'https://hidden@example.com/keys',
    GATEWAY_TOKENS: 'hïdden',
    POLL_MIN_MS: 'soon',
    DATABASE_URL: 'mysql://user:hidden@db/elements',
  });
  expect(issues.map((issue) => issue.split(':', 1)[0]).sort()).toEqual([
    'DATABASE_URL',
    'GATEWAY_TOKENS',
    'JWKS_URL',
    'KLING_ACCESS_KEY',
    'KLING_API_KEY',
    'KLING_BASE_URL',
    'KLING_SECRET_KEY',
    'KLING_WEBHOOK_SECRET',
    'POLL_MIN_MS',
    'PORT',
    'PUBLIC_URL',
  ]);
  expect(issues.join()).not.toMatch(/h.dden|hid|\n/);
});

test('a long invalid setting is quoted in part, in one line', () => {
  expect(issuesOf({ PORT: `${'9'.repeat(500)}\n` })).toEqual([
    `PORT: must be a whole number from 0 to 65535, got "${'9'.repeat(57)}…"`,
  ]);
});
