import { isIPv4 } from 'node:net';

import type { Environment } from './environment.ts';
import type { KlingCredential } from '../kling/transport.ts';
import type { LogLevel } from '../runtime/logger.ts';
import {
  address,
  baseAddress,
  credential,
  databaseAddress,
  flag,
  folder,
  host,
  line,
  logLevel,
  milliseconds,
  origins,
  tokens,
  webhookSecrets,
  wholeNumber,
} from './setting-types.ts';
import { SettingReader } from './setting-reader.ts';

/** What the gateway is told from outside, checked. Times are milliseconds, sizes bytes. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  /** null: no credential was given; the sandbox stands in for Kling. */
  readonly kling: KlingSettings | null;
  /** Keys of callbacks' signatures; none: callbacks may be unsigned. */
  readonly webhookSecrets: readonly Uint8Array[];
  /** The gateway's address as Kling sees it, without a slash at its end; null: no callback is asked for. */
  readonly publicUrl: string | null;
  /** Where the embedded store is kept. */
  readonly dataDir: string;
  /** The PostgreSQL store, for several gateways together; with its password. null: the embedded store. */
  readonly databaseUrl: string | null;
  /** Bearer tokens of clients. */
  readonly clientTokens: readonly string[];
  readonly jwt: JwtSettings | null;
  /** Exact origins, as browsers send them. */
  readonly corsOrigins: readonly string[];
  /** See `timeOutsOf`. */
  readonly klingTimeoutMs: number;
  readonly pollMinMs: number;
  readonly pollMaxMs: number;
  readonly taskDeadlineMs: number;
  /** From one sign of life on idle streams to the next. */
  readonly heartbeatMs: number;
  /** Finished tasks are kept for so many days; 0: for ever. */
  readonly keepDays: number;
  readonly allowPrivateUrls: boolean;
  readonly maxBodyBytes: number;
  readonly logLevel: LogLevel;
  readonly sandbox: { readonly port: number; readonly taskMs: number };
}

export interface KlingSettings {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly credential: KlingCredential;
}

/** JWTs of clients: where their keys are, and what they must say. */
export interface JwtSettings {
  readonly jwksUrl: string;
  readonly issuer: string | null;
  readonly audience: string | null;
}

/** An hour: the longest time-out that comes of it, twenty times as much, is within what timers hold. */
const longestTimeOutMs = 3_600_000;

export type ParsedSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly faults: readonly string[] };

/**
 * Reads and judges every setting; what is unset, or empty, has its default.
 *
 * @returns one line for each fault, all of them at once, without any secret in it
 */
export function readSettings(environment: Environment): ParsedSettings {
  const reader = new SettingReader(environment);
  const kling = readKling(reader);
  const settings: Settings = {
    port: reader.read('PORT', wholeNumber(0, 65535)) ?? 4000,
    host: readHost(reader),
    kling,
    webhookSecrets: reader.read('KLING_WEBHOOK_SECRET', webhookSecrets) ?? [],
    publicUrl: reader.read('PUBLIC_URL', baseAddress) ?? null,
    dataDir: reader.read('DATA_DIR', folder) ?? './data',
    databaseUrl: reader.read('DATABASE_URL', databaseAddress) ?? null,
    clientTokens: reader.read('GATEWAY_TOKENS', tokens) ?? [],
    jwt: readJwt(reader),
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
  return reader.faults.length === 0 ? { ok: true, settings } : { ok: false, faults: reader.faults };
}

function readKling(reader: SettingReader): KlingSettings | null {
  const baseUrl = reader.read('KLING_BASE_URL', baseAddress) ?? 'https://api-singapore.klingai.com';
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
    'give either it or KLING_ACCESS_KEY with KLING_SECRET_KEY, not both',
  );
  reader.rule(
    ['KLING_ACCESS_KEY'],
    hasApiKey || hasAccessKey || !hasSecretKey,
    'is missing; KLING_SECRET_KEY needs it',
  );
  reader.rule(
    ['KLING_SECRET_KEY'],
    hasApiKey || hasSecretKey || !hasAccessKey,
    'is missing; KLING_ACCESS_KEY needs it',
  );
  reader.rule(
    ['KLING_BASE_URL'],
    hasApiKey || hasPart || !reader.isSet('KLING_BASE_URL'),
    'needs a credential; set KLING_API_KEY, or KLING_ACCESS_KEY and KLING_SECRET_KEY',
  );

  if (apiKey !== undefined) return { baseUrl, credential: { apiKey } };
  if (accessKey === undefined || secretKey === undefined) return null;
  return { baseUrl, credential: { accessKey, secretKey } };
}

function readJwt(reader: SettingReader): JwtSettings | null {
  const jwksUrl = reader.read('JWKS_URL', address);
  const issuer = reader.read('JWT_ISSUER', line) ?? null;
  const audience = reader.read('JWT_AUDIENCE', line) ?? null;
  for (const name of ['JWT_ISSUER', 'JWT_AUDIENCE']) {
    reader.rule([name], reader.isSet('JWKS_URL') || !reader.isSet(name), 'needs JWKS_URL beside it');
  }
  return jwksUrl === undefined ? null : { jwksUrl, issuer, audience };
}

function readPoll(reader: SettingReader): Pick<Settings, 'pollMinMs' | 'pollMaxMs'> {
  const pollMinMs = reader.read('POLL_MIN_MS', milliseconds(1)) ?? 1000;
  const pollMaxMs = reader.read('POLL_MAX_MS', milliseconds(1)) ?? 15_000;
  reader.rule(
    ['POLL_MIN_MS', 'POLL_MAX_MS'],
    pollMinMs <= pollMaxMs,
    `must be at most POLL_MAX_MS, but ${pollMinMs} is more than ${pollMaxMs}`,
  );
  return { pollMinMs, pollMaxMs };
}

/** An open gateway lets anybody spend the Kling account: beyond this machine only where somebody says so. */
function readHost(reader: SettingReader): string {
  const name = reader.read('HOST', host) ?? '127.0.0.1';
  const isOpen = reader.read('GATEWAY_OPEN', flag) ?? false;
  const hasClientAuthentication = reader.isSet('GATEWAY_TOKENS') || reader.isSet('JWKS_URL');
  reader.rule(
    ['HOST', 'GATEWAY_OPEN'],
    isLoopback(name) || hasClientAuthentication || isOpen,
    `${name} can be reached from other machines, and clients need no credential; set GATEWAY_TOKENS or JWKS_URL (or GATEWAY_OPEN=1 to let everybody in)`,
  );
  return name;
}

function isLoopback(name: string): boolean {
  return name === '::1' || name.toLowerCase() === 'localhost' || (isIPv4(name) && name.startsWith('127.'));
}
