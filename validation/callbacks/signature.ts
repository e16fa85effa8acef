import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';

/** A request's headers, including those of Standard Webhooks. Names may be in any case (docs/kling-api.md, section 7). */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface SignedCallback {
  readonly headers: Headers;
  /** The raw bytes of the body as received. */
  readonly body: Uint8Array;
}

export type CheckedSignature =
  | { readonly ok: true; /** `webhook-id`: the same for each delivery of one message. */ readonly id: string }
  | { readonly ok: false; readonly reason: 'UNSIGNED' | 'MALFORMED' | 'STALE' | 'FORGED' };

/** How far the sender's clock may differ from ours, in milliseconds. */
const toleranceMs = 5 * 60 * 1000;
const prefix = 'whsec_';

/** Decodes a secret `whsec_…` to its key. @throws Error if it is not Base64; the message does not quote it. */
export function readSecret(secret: string): Uint8Array {
  const text = secret.startsWith(prefix) ? secret.slice(prefix.length) : secret;
  const key = decode(text);
  if (key === undefined || key.length === 0) {
    throw new Error(
      'A webhook secret is whsec_ followed by Base64; copy the complete secret from the Kling console.',
    );
  }
  return key;
}

/** Decodes several secrets with white space between them, as during a rotation; empty for a blank text. @throws Error */
export function readSecrets(secrets: string): Uint8Array[] {
  return secrets.split(/\s+/).filter(Boolean).map(readSecret);
}

/**
 * Verifies a callback's signature. One match of any secret with any signature is enough, so that secrets can be
 * rotated. Signatures are compared in constant time.
 *
 * @param secrets keys from {@link readSecret}
 * @param now Unix milliseconds
 */
export function verifySignature(
  { headers, body }: SignedCallback,
  secrets: readonly Uint8Array[],
  now: number,
): CheckedSignature {
  const id = singleValue(headers, 'webhook-id');
  const timestamp = singleValue(headers, 'webhook-timestamp');
  const signatures = singleValue(headers, 'webhook-signature');
  if (id === undefined && timestamp === undefined && signatures === undefined) {
    return { ok: false, reason: 'UNSIGNED' };
  }
  if (!id || !timestamp || !signatures || !/^\d{1,12}$/.test(timestamp)) {
    return { ok: false, reason: 'MALFORMED' };
  }
  if (Math.abs(now - Number(timestamp) * 1000) > toleranceMs) return { ok: false, reason: 'STALE' };
  const expected = secrets.map((secret) => digestOf({ id, timestamp, body }, secret));
  const given = signatures.split(' ').flatMap((signature) => {
    const [version, text] = signature.split(',', 2);
    const bytes = version === 'v1' && text !== undefined ? decode(text) : undefined;
    return bytes?.length === 32 ? [bytes] : [];
  });
  const matches = given.some((bytes) => expected.some((digest) => timingSafeEqual(digest, bytes)));
  return matches ? { ok: true, id } : { ok: false, reason: 'FORGED' };
}

/** The three headers that a sender adds to a signed body. @param now Unix milliseconds */
export function signCallback(
  id: string,
  body: Uint8Array,
  secrets: readonly Uint8Array[],
  now: number,
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const timestamp = String(Math.floor(now / 1000));
  const signatures = secrets.map(
    (secret) => `v1,${digestOf({ id, timestamp, body }, secret).toString('base64')}`,
  );
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

/** Creating a key is more expensive than using it. */
const keys = new WeakMap<Uint8Array, KeyObject>();

function digestOf(
  { id, timestamp, body }: { readonly id: string; readonly timestamp: string; readonly body: Uint8Array },
  secret: Uint8Array,
): Buffer {
  let key = keys.get(secret);
  if (key === undefined) keys.set(secret, (key = createSecretKey(secret)));
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
}

/** A header's value if the header occurs exactly once. */
function singleValue(headers: Headers, name: string): string | undefined {
  const value = headers[name] ?? Object.entries(headers).find(([other]) => other.toLowerCase() === name)?.[1];
  return typeof value === 'string' ? value : value?.length === 1 ? value[0] : undefined;
}

function decode(base64: string): Uint8Array | undefined {
  try {
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let at = 0; at < bytes.length; at += 1) bytes[at] = text.charCodeAt(at);
    return bytes;
  } catch {
    return undefined;
  }
}
