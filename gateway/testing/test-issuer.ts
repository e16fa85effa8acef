import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTVerifyGetKey, SignJWT } from 'jose';

import type { Settings } from '../config/settings.ts';

/** Issues JWTs that a gateway accepts which is started with these settings and dependencies. */
export interface TestIssuer {
  readonly settings: Pick<Settings, 'jwt'>;
  readonly dependencies: { readonly jwtKeys: JWTVerifyGetKey };
  /** The value of `Authorization` with a token that expires within this time, and up to a second before. */
  issue(expiresInMs: number): Promise<string>;
}

export async function testIssuer(): Promise<TestIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  return {
    settings: { jwt: { jwksUrl: 'https://keys.example.org', issuer: null, audience: null } },
    dependencies: { jwtKeys: createLocalJWKSet({ keys: [await exportJWK(publicKey)] }) },
    issue: async (expiresInMs) => {
      const token = new SignJWT({})
        .setProtectedHeader({ alg: 'ES256' })
        .setExpirationTime(new Date(Date.now() + expiresInMs));
      return `Bearer ${await token.sign(privateKey)}`;
    },
  };
}
