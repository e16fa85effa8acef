import { createHash, timingSafeEqual } from 'node:crypto';

import type { JWTVerifyGetKey } from 'jose';

import type { JwtSettings } from '../config/settings.ts';
import { anybody, type Authenticate, failedAuthentication } from './viewer.ts';

export interface AuthenticationOptions {
  readonly clientTokens: readonly string[];
  readonly jwt: JwtSettings | null;
  /** In place of the keys behind `jwt.jwksUrl`. */
  readonly keys?: JWTVerifyGetKey;
}

/** Without tokens and JWTs every client is accepted; the settings allow that only where strangers cannot connect. */
export function createAuthentication({ clientTokens, jwt, keys }: AuthenticationOptions): Authenticate {
  const accepted = clientTokens.map(digest);
  const checkJwt = jwt === null ? undefined : loadJwtChecker(jwt, keys);
  if (accepted.length === 0 && checkJwt === undefined) {
    return () => Promise.resolve({ ok: true, viewer: anybody });
  }
  return async (authorization) => {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined)
      return failedAuthentication(
        'UNAUTHORIZED',
        'A token is required. Send it as Authorization: Bearer <token>.',
      );
    if (isAmong(accepted, token)) return { ok: true, viewer: { name: nameOf(token), expiresAt: null } };
    if (checkJwt === undefined) {
      return failedAuthentication('UNAUTHORIZED', 'This token is not valid for this gateway. Check it.');
    }
    return (await checkJwt)(token);
  };
}

/** Loaded only here: without JWTs the library is not needed. */
async function loadJwtChecker(jwt: JwtSettings, keys: JWTVerifyGetKey | undefined) {
  const { createJwtChecker } = await import('./jwt.ts');
  return createJwtChecker(jwt, keys);
}

function nameOf(token: string): string {
  return `token ${digest(token).toString('hex').slice(0, 8)}`;
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Takes the same time for every token, valid or not. */
function isAmong(accepted: readonly Buffer[], token: string): boolean {
  const given = digest(token);
  return accepted.reduce((found, one) => timingSafeEqual(one, given) || found, false);
}
