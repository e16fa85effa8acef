import { hash, randomBytes } from 'node:crypto';

/** A callback's address ends in a token that nobody can guess: 192 bits, in letters that a path may hold. */
export function makeToken(): string {
  return randomBytes(24).toString('base64url');
}

/** What the ledger knows a token by. */
export function hashOfToken(token: string): string {
  return hash('sha256', token, 'base64url');
}
