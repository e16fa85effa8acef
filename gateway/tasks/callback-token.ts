import { hash, randomBytes } from 'node:crypto';

/** A callback URL ends in a token that cannot be guessed: 192 bits, in characters that are valid in a path. */
export function makeToken(): string {
  return randomBytes(24).toString('base64url');
}

/** The ledger stores this instead of the token. */
export function hashOfToken(token: string): string {
  return hash('sha256', token, 'base64url');
}
