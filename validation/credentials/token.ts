import { createHmac } from 'node:crypto';

export interface KeyPair {
  readonly accessKey: string;
  readonly secretKey: string;
}

/** How long a token is valid, and how far in the past its validity begins, in seconds (docs/kling-api.md, section 1). */
const validSeconds = 1800;
const earlierSeconds = 5;
/** A token is renewed this many seconds before it expires. */
const spareSeconds = 300;

function base64url(text: string): string {
  const bytes = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** A JWT for Kling's `/v1/…` paths, signed with the secret key (HS256). @param now Unix milliseconds */
export function signToken({ accessKey, secretKey }: KeyPair, now: number): string {
  const seconds = Math.floor(now / 1000);
  const header = base64url(JSON.stringify({ alg: 'HS256', typ: 'JWT' }));
  const claims = base64url(
    JSON.stringify({ iss: accessKey, exp: seconds + validSeconds, nbf: seconds - earlierSeconds }),
  );
  const signature = createHmac('sha256', secretKey).update(`${header}.${claims}`).digest('base64url');
  return `${header}.${claims}.${signature}`;
}

/**
 * Returns the token to send now: the same one until shortly before it expires.
 *
 * @param options.renew whether to sign a new one, because Kling refused the last one for its times
 */
export type TokenSource = (options: { readonly renew: boolean }) => string;

/** Signs and renews tokens for a key pair. @param now the clock, Unix milliseconds */
export function tokenSource(pair: KeyPair, now: () => number): TokenSource {
  let token: string | undefined;
  let renewAt = 0;
  return ({ renew }) => {
    const time = now();
    if (token === undefined || renew || time >= renewAt) {
      token = signToken(pair, time);
      renewAt = time + (validSeconds - spareSeconds) * 1000;
    }
    return token;
  };
}
