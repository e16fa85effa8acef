import type { RequestBody } from '@kling-elements/validation';

/** Bytes that are encoded at a time; a multiple of 3, so that the pieces of Base64 fit together. */
const pieceBytes = 3 * 64 * 1024;

const base64Length = (bytes: Uint8Array) => Math.ceil(bytes.length / 3) * 4;

/**
 * A request's body as the bytes that are sent. Pictures are encoded piece by piece into the one buffer that the
 * request is sent from: so a picture costs 1.33 times its size beside itself, not several copies of its text.
 */
export function requestBytes(body: RequestBody): Buffer {
  const size = body.reduce(
    (sum, piece) => sum + (typeof piece === 'string' ? Buffer.byteLength(piece) : base64Length(piece)),
    0,
  );
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const piece of body)
    at += typeof piece === 'string' ? bytes.write(piece, at) : encode(piece, bytes, at);
  return bytes;
}

function encode(piece: Uint8Array, into: Buffer, from: number): number {
  const source = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
  let at = from;
  for (let start = 0; start < source.length; start += pieceBytes) {
    at += into.write(
      source.toString('base64', start, Math.min(start + pieceBytes, source.length)),
      at,
      'latin1',
    );
  }
  return at - from;
}
