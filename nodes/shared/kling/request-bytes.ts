import type { RequestBody } from '@kling-elements/validation';

/** Bytes encoded at a time; a multiple of 3, so that the chunks join into valid Base64. */
const chunkBytes = 3 * 64 * 1024;

const base64Length = (bytes: Uint8Array) => Math.ceil(bytes.length / 3) * 4;

/**
 * A request's body as the bytes to send. Images are encoded chunk by chunk into the one buffer that is sent, so an
 * image needs 1.33 times its own size on top, and not several copies of its Base64.
 */
export function requestBytes(body: RequestBody): Buffer {
  const size = body.reduce(
    (sum, part) => sum + (typeof part === 'string' ? Buffer.byteLength(part) : base64Length(part)),
    0,
  );
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const part of body) at += typeof part === 'string' ? bytes.write(part, at) : encode(part, bytes, at);
  return bytes;
}

function encode(image: Uint8Array, into: Buffer, from: number): number {
  const source = Buffer.from(image.buffer, image.byteOffset, image.length);
  let at = from;
  for (let start = 0; start < source.length; start += chunkBytes) {
    at += into.write(
      source.toString('base64', start, Math.min(start + chunkBytes, source.length)),
      at,
      'latin1',
    );
  }
  return at - from;
}
