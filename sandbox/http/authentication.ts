import { createHmac, timingSafeEqual } from 'node:crypto';

import type { KeyPair } from '@kling-elements/validation';

import { KlingError } from './reply.ts';

/** An API key that is at least formed like one. */
export const apiKeyPattern = /^[A-Za-z0-9_-]{8,256}$/;

export interface Credentials {
  /** The keys that count; undefined: every well-formed one. */
  readonly apiKeys: readonly string[] | undefined;
  readonly keyPairs: readonly KeyPair[];
  /** Unix milliseconds. */
  readonly now: () => number;
}

/**
 * Judges the header `Authorization`: an API key, or a JWT under one of the key pairs (docs/kling-api.md, section 1).
 *
 * @throws KlingError 1000 to 1004, by cause
 */
export function authenticate(authorization: string | undefined, credentials: Credentials): void {
  const [scheme, token, ...rest] = (authorization ?? '').trim().split(/\s+/);
  if (scheme === undefined || scheme === '' || (/^bearer$/i.test(scheme) && token === undefined)) {
    throw new KlingError(1001, 'Authorization is empty');
  }
  if (!/^bearer$/i.test(scheme) || token === undefined || rest.length > 0) {
    throw new KlingError(1002, 'Authorization is invalid: it should be "Bearer <token>"');
  }
  if (apiKeyPattern.test(token)) {
    if (credentials.apiKeys?.includes(token) === false)
      throw new KlingError(1002, 'Authorization is invalid');
  } else {
    checkToken(token, credentials);
  }
}

function checkToken(token: string, { keyPairs, now }: Credentials): void {
  const [header, claims, signature, ...rest] = token.split('.');
  if (header === undefined || claims === undefined || signature === undefined || rest.length > 0) {
    throw new KlingError(1002, 'Authorization is invalid: token should consist of 3 parts');
  }
  const { alg } = decoded(header);
  const { iss, exp, nbf } = decoded(claims);
  const pair = keyPairs.find(({ accessKey }) => accessKey === iss);
  if (alg !== 'HS256' || pair === undefined || typeof exp !== 'number') {
    throw new KlingError(1002, 'Authorization is invalid');
  }
  const expected = createHmac('sha256', pair.secretKey).update(`${header}.${claims}`).digest();
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new KlingError(1000, 'Authentication failed');
  }
  const seconds = now() / 1000;
  if (typeof nbf === 'number' && seconds < nbf) throw new KlingError(1003, 'Authorization is not yet valid');
  if (seconds >= exp) throw new KlingError(1004, 'Authorization has expired');
}

function decoded(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
