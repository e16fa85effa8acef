import { createHash, timingSafeEqual } from 'node:crypto';

import type { JWTVerifyGetKey } from 'jose';

import type { JwtSettings } from '../config/settings.ts';
import { anybody, type Authenticate, refused } from './verdict.ts';

export interface AuthenticationOptions {
  readonly clientTokens: readonly string[];
  readonly jwt: JwtSettings | null;
  /** In place of the keys behind `jwt.jwksUrl`. */
  readonly keys?: JWTVerifyGetKey;
}

/** Without tokens and JWTs everybody is let in: the settings allow that where no stranger can come. */
export function createAuthentication({ clientTokens, jwt, keys }: AuthenticationOptions): Authenticate {
  const accepted = clientTokens.map(digest);
  const judgeJwt = jwt === null ? undefined : jwtJudge(jwt, keys);
  if (accepted.length === 0 && judgeJwt === undefined) {
    return () => Promise.resolve({ ok: true, viewer: anybody });
  }
  return async (authorization) => {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) return refused('UNAUTHORIZED', 'Send a token: Authorization: Bearer <token>.');
    if (isAmong(accepted, token)) return { ok: true, viewer: { name: nameOf(token), expiresAt: null } };
    if (judgeJwt === undefined) {
      return refused('UNAUTHORIZED', 'This token is not one of the gateway; check it.');
    }
    return (await judgeJwt)(token);
  };
}

/** Loaded only here: without JWTs nothing of them is needed. */
async function jwtJudge(jwt: JwtSettings, keys: JWTVerifyGetKey | undefined) {
  const { createJwtJudge } = await import('./jwt.ts');
  return createJwtJudge(jwt, keys);
}

function nameOf(token: string): string {
  return `token ${digest(token).toString('hex').slice(0, 8)}`;
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Takes the same time whichever token it is, and whether it is one at all. */
function isAmong(accepted: readonly Buffer[], token: string): boolean {
  const given = digest(token);
  return accepted.reduce((found, one) => timingSafeEqual(one, given) || found, false);
}
