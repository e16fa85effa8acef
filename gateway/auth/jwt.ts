import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';

import type { JwtSettings } from '../config/settings.ts';
import { type Authentication, refused } from './verdict.ts';

/**
 * Judges clients' JWTs.
 *
 * @param keys in place of those behind `jwt.jwksUrl`, which are read with the first token
 */
export function createJwtJudge(
  jwt: JwtSettings,
  keys: JWTVerifyGetKey = createRemoteJWKSet(new URL(jwt.jwksUrl)),
): (token: string) => Promise<Authentication> {
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        ...(jwt.issuer === null ? {} : { issuer: jwt.issuer }),
        ...(jwt.audience === null ? {} : { audience: jwt.audience }),
        requiredClaims: ['exp'],
      });
      return { ok: true, viewer: { name: payload.sub ?? null, expiresAt: (payload.exp ?? 0) * 1000 } };
    } catch (error) {
      return refusalOf(error);
    }
  };
}

function refusalOf(error: unknown): Authentication {
  if (error instanceof errors.JWTExpired) {
    return refused('UNAUTHORIZED', 'This token has expired; get a new one.');
  }
  if (error instanceof errors.JWTClaimValidationFailed && (error.claim === 'iss' || error.claim === 'aud')) {
    const what = error.claim === 'iss' ? 'issuer' : 'audience';
    return refused('FORBIDDEN', `This token is not for this gateway: its ${what} is another.`);
  }
  if (isAboutToken(error)) {
    return refused('UNAUTHORIZED', 'This token is not one of the gateway; check it.');
  }
  return refused('UNAVAILABLE', 'The keys that tokens are checked with cannot be read now; try again later.');
}

/** Whether the token is at fault, and not the way to the keys. */
function isAboutToken(error: unknown): boolean {
  return (
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JWTClaimValidationFailed ||
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JOSEAlgNotAllowed ||
    error instanceof errors.JOSENotSupported ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys
  );
}
