// What Node is given: all that runs anywhere, and what a server does with secrets and callbacks (node:crypto).
export * from './index.ts';

export { readCallback } from './callbacks/callback.ts';
export {
  type Headers,
  readSecret,
  type CheckedSignature,
  signCallback,
  type SignedCallback,
  verifySignature,
} from './callbacks/signature.ts';
export { type KeyPair, signToken, type TokenSource, tokenSource } from './credentials/token.ts';
export { fingerprintOf } from './input/fingerprint.ts';
