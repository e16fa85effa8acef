import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';

import type { JwtSettings } from '../config/settings.ts';
import { type Authentication, failedAuthentication } from './viewer.ts';

/**
 * Checks clients' JWTs.
 *
 * @param keys in place of those at `jwt.jwksUrl`, which are fetched with the first token
 */
export function createJwtChecker(
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
      return authenticationError(error);
    }
  };
}

function authenticationError(error: unknown): Authentication {
  if (error instanceof errors.JWTExpired) {
    return failedAuthentication('EXPIRED', 'This token has expired. Get a new one.');
  }
  if (error instanceof errors.JWTClaimValidationFailed && (error.claim === 'iss' || error.claim === 'aud')) {
    const what = error.claim === 'iss' ? 'issuer' : 'audience';
    return failedAuthentication(
      'FORBIDDEN',
      `This token is not for this gateway: its ${what} does not match.`,
    );
  }
  if (isTokenError(error)) {
    return failedAuthentication('UNAUTHORIZED', 'This token is not valid for this gateway. Check it.');
  }
  return failedAuthentication(
    'UNAVAILABLE',
    'The keys to check tokens with are unavailable. Try again later.',
  );
}

/** Whether the token is wrong; otherwise its keys could not be fetched. */
function isTokenError(error: unknown): boolean {
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
