// The entry point for Node: adds what handles secrets and callbacks (node:crypto).
export * from './index.ts';

export { readCallback } from './callbacks/callback.ts';
export {
  type Headers,
  readSecret,
  readSecrets,
  type CheckedSignature,
  signCallback,
  type SignedCallback,
  verifySignature,
} from './callbacks/signature.ts';
export { type KeyPair, signToken, type TokenSource, tokenSource } from './credentials/token.ts';
export { fingerprintOf } from './input/fingerprint.ts';
export {
  type ByteRange,
  contentCodings,
  type MediaResponse,
  type RequestMedia,
  mediaRequestHeaders,
  unreadable,
} from './media/remote/media-response.ts';
export { followRedirects, type RequestUrl } from './media/remote/redirects.ts';
export { openRemoteFile } from './media/remote/remote-file.ts';
export { type SequentialReach } from './media/remote/sequential-source.ts';
