import { createHash, timingSafeEqual } from 'node:crypto';

import type { JWTVerifyGetKey } from 'jose';

import type { JwtSettings } from '../settings.ts';

/** Somebody who may use the gateway. */
export interface Viewer {
  /**
   * Who: the subject of a JWT, or `token ` with the first digits of a gateway token's SHA-256, which tell which of
   * them it was and open no door; null where nobody has to say.
   */
  readonly name: string | null;
  /** Unix milliseconds until which the credential is good; null when it has no end. */
  readonly expiresAt: number | null;
}

/** Whoever comes, where nobody has to say who they are. */
export const anybody: Viewer = { name: null, expiresAt: null };

/** `UNAUTHORIZED`: no credential, or none that counts. `FORBIDDEN`: a good one, but not for this gateway. */
export type Authentication =
  | { readonly ok: true; readonly viewer: Viewer }
  | {
      readonly ok: false;
      readonly reason: 'UNAUTHORIZED' | 'FORBIDDEN' | 'UNAVAILABLE';
      readonly message: string;
    };

/** Judges what a client sends as `Authorization`, in HTTP's header or in a WebSocket's first message. */
export type Authenticate = (authorization: string | undefined) => Promise<Authentication>;

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

export function refused(
  reason: 'UNAUTHORIZED' | 'FORBIDDEN' | 'UNAVAILABLE',
  message: string,
): Authentication {
  return { ok: false, reason, message };
}
