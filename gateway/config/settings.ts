import { isIPv4 } from 'node:net';

import type { Environment } from './environment.ts';
import type { KlingCredential } from '../kling/transport.ts';
import type { LogLevel } from '../runtime/logger.ts';
import {
  baseUrl,
  credential,
  databaseUrl,
  flag,
  host,
  line,
  logLevel,
  milliseconds,
  origins,
  path,
  tokens,
  webhookSecrets,
  webUrl,
  wholeNumber,
} from './setting-types.ts';
import { SettingReader } from './setting-reader.ts';

/** The gateway's settings, checked. Times are in milliseconds, sizes in bytes. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  /** null: no credential was given; the sandbox replaces Kling. */
  readonly kling: KlingSettings | null;
  /** Keys of the signatures of callbacks; empty: callbacks may be unsigned. */
  readonly webhookSecrets: readonly Uint8Array[];
  /** The gateway's URL as Kling sees it, without a trailing slash; null: no callbacks are requested. */
  readonly publicUrl: string | null;
  /** The folder of the embedded store. */
  readonly dataDir: string;
  /** The PostgreSQL store, shared by several gateways; includes the password. null: the embedded store. */
  readonly databaseUrl: string | null;
  /** Bearer tokens of clients. */
  readonly clientTokens: readonly string[];
  readonly jwt: JwtSettings | null;
  /** The manifest of the only documents that are executed; null: all are. */
  readonly trustedDocuments: string | null;
  /** Exact origins, as browsers send them. */
  readonly corsOrigins: readonly string[];
  /** See `timeoutsOf`. */
  readonly klingTimeoutMs: number;
  readonly pollMinMs: number;
  readonly pollMaxMs: number;
  readonly taskDeadlineMs: number;
  /** Between two heartbeats on an idle stream. */
  readonly heartbeatMs: number;
  /** How many days finished tasks are kept; 0: forever. */
  readonly keepDays: number;
  readonly allowPrivateUrls: boolean;
  readonly maxBodyBytes: number;
  readonly logLevel: LogLevel;
  readonly sandbox: { readonly port: number; readonly taskMs: number };
}

export interface KlingSettings {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly credential: KlingCredential;
}

/** JWTs of clients: where their keys are, and which claims they must have. */
export interface JwtSettings {
  readonly jwksUrl: string;
  readonly issuer: string | null;
  readonly audience: string | null;
}

/** An hour: the longest timeout derived from it, twenty times as long, is still a delay that timers support. */
const longestTimeOutMs = 3_600_000;

export type ParsedSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly issues: readonly string[] };

/**
 * Reads and checks every setting; unset and empty ones have their defaults.
 *
 * @returns the settings, or all issues, one line each, without secrets
 */
export function readSettings(environment: Environment): ParsedSettings {
  const reader = new SettingReader(environment);
  const kling = readKling(reader);
  const settings: Settings = {
    port: reader.read('PORT', wholeNumber(0, 65535)) ?? 4000,
    host: readHost(reader),
    kling,
    webhookSecrets: reader.read('KLING_WEBHOOK_SECRET', webhookSecrets) ?? [],
    publicUrl: reader.read('PUBLIC_URL', baseUrl) ?? null,
    dataDir: reader.read('DATA_DIR', path) ?? './data',
    databaseUrl: reader.read('DATABASE_URL', databaseUrl) ?? null,
    clientTokens: reader.read('GATEWAY_TOKENS', tokens) ?? [],
    jwt: readJwt(reader),
    trustedDocuments: reader.read('TRUSTED_DOCUMENTS', path) ?? null,
    corsOrigins: reader.read('CORS_ORIGINS', origins) ?? [],
    klingTimeoutMs: reader.read('KLING_TIMEOUT_MS', milliseconds(1, longestTimeOutMs)) ?? 30_000,
    ...readPoll(reader),
    taskDeadlineMs: reader.read('TASK_DEADLINE_MS', milliseconds(1)) ?? 86_400_000,
    heartbeatMs: reader.read('HEARTBEAT_MS', milliseconds(100)) ?? 12_000,
    keepDays: reader.read('KEEP_DAYS', wholeNumber(0, 36_500)) ?? 90,
    allowPrivateUrls: reader.read('ALLOW_PRIVATE_URLS', flag) ?? kling === null,
    maxBodyBytes: reader.read('MAX_BODY_BYTES', wholeNumber(1024, 2_000_000_000)) ?? 64_000_000,
    logLevel: reader.read('LOG_LEVEL', logLevel) ?? 'info',
    sandbox: {
      port: reader.read('SANDBOX_PORT', wholeNumber(0, 65535)) ?? 4010,
      taskMs: reader.read('SANDBOX_TASK_MS', milliseconds(0)) ?? 3000,
    },
  };
  return reader.issues.length === 0 ? { ok: true, settings } : { ok: false, issues: reader.issues };
}

function readKling(reader: SettingReader): KlingSettings | null {
  const klingUrl = reader.read('KLING_BASE_URL', baseUrl) ?? 'https://api-singapore.klingai.com';
  const apiKey = reader.read('KLING_API_KEY', credential);
  const accessKey = reader.read('KLING_ACCESS_KEY', credential);
  const secretKey = reader.read('KLING_SECRET_KEY', credential);

  const hasApiKey = reader.isSet('KLING_API_KEY');
  const hasAccessKey = reader.isSet('KLING_ACCESS_KEY');
  const hasSecretKey = reader.isSet('KLING_SECRET_KEY');
  const hasPart = hasAccessKey || hasSecretKey;
  reader.rule(
    ['KLING_API_KEY'],
    !(hasApiKey && hasPart),
    'set either this or KLING_ACCESS_KEY and KLING_SECRET_KEY, not both',
  );
  reader.rule(
    ['KLING_ACCESS_KEY'],
    hasApiKey || hasAccessKey || !hasSecretKey,
    'is required with KLING_SECRET_KEY',
  );
  reader.rule(
    ['KLING_SECRET_KEY'],
    hasApiKey || hasSecretKey || !hasAccessKey,
    'is required with KLING_ACCESS_KEY',
  );
  reader.rule(
    ['KLING_BASE_URL'],
    hasApiKey || hasPart || !reader.isSet('KLING_BASE_URL'),
    'requires a credential; set KLING_API_KEY, or KLING_ACCESS_KEY and KLING_SECRET_KEY',
  );

  if (apiKey !== undefined) return { baseUrl: klingUrl, credential: { apiKey } };
  if (accessKey === undefined || secretKey === undefined) return null;
  return { baseUrl: klingUrl, credential: { accessKey, secretKey } };
}

function readJwt(reader: SettingReader): JwtSettings | null {
  const jwksUrl = reader.read('JWKS_URL', webUrl);
  const issuer = reader.read('JWT_ISSUER', line) ?? null;
  const audience = reader.read('JWT_AUDIENCE', line) ?? null;
  for (const name of ['JWT_ISSUER', 'JWT_AUDIENCE']) {
    reader.rule([name], reader.isSet('JWKS_URL') || !reader.isSet(name), 'requires JWKS_URL');
  }
  return jwksUrl === undefined ? null : { jwksUrl, issuer, audience };
}

function readPoll(reader: SettingReader): Pick<Settings, 'pollMinMs' | 'pollMaxMs'> {
  const pollMinMs = reader.read('POLL_MIN_MS', milliseconds(1)) ?? 1000;
  const pollMaxMs = reader.read('POLL_MAX_MS', milliseconds(1)) ?? 15_000;
  reader.rule(
    ['POLL_MIN_MS', 'POLL_MAX_MS'],
    pollMinMs <= pollMaxMs,
    `must not exceed POLL_MAX_MS, but ${pollMinMs} is more than ${pollMaxMs}`,
  );
  return { pollMinMs, pollMaxMs };
}

/** An open gateway lets anyone spend the Kling account's balance: outside this machine, only on request. */
function readHost(reader: SettingReader): string {
  const name = reader.read('HOST', host) ?? '127.0.0.1';
  const isOpen = reader.read('GATEWAY_OPEN', flag) ?? false;
  const hasClientAuthentication = reader.isSet('GATEWAY_TOKENS') || reader.isSet('JWKS_URL');
  reader.rule(
    ['HOST', 'GATEWAY_OPEN'],
    isLoopback(name) || hasClientAuthentication || isOpen,
    `${name} is reachable from other machines, and clients need no credential; set GATEWAY_TOKENS or JWKS_URL (or GATEWAY_OPEN=1 to let anyone in)`,
  );
  return name;
}

function isLoopback(name: string): boolean {
  return name === '::1' || name.toLowerCase() === 'localhost' || (isIPv4(name) && name.startsWith('127.'));
}
