import type { RequestBody } from '@kling-elements/validation';

/** A body on its way: how long it will be, and what is sent. */
export interface EncodedBody {
  /** In bytes, exactly. */
  readonly contentLength: number;
  /**
   * From the beginning, as often as it is called: a resend reads the same body again. A short text as it is; else bytes
   * that are made while they are sent, each chunk in the place of the one before: it holds until the next is asked for.
   */
  readonly content: () => string | Generator<Uint8Array, void>;
}

/** Shorter ones are sent in one write. */
const shortBody = 64 * 1024;
/** One write to the connection. */
const chunkBytes = 256 * 1024;
/**
 * Bytes before encoding: a multiple of 3, so that only the last slice of a picture is padded. The text of a longer
 * slice would be made outside of V8's nursery, which takes five times as long.
 */
const sliceBytes = 48 * 1024;
/** Characters of a text: at most three times as many bytes. */
const sliceCharacters = 32 * 1024;

/** Turns a body's pieces into bytes slice by slice, so that pictures of many megabytes are never held twice. */
export function encodeBody(body: RequestBody): EncodedBody {
  const contentLength = body.reduce((sum, piece) => sum + encodedLength(piece), 0);
  const isShort = contentLength <= shortBody && body.every((piece) => typeof piece === 'string');
  return {
    contentLength,
    content: () => (isShort ? body.join('') : chunksOf(body, Math.min(chunkBytes, contentLength))),
  };
}

function encodedLength(piece: string | Uint8Array): number {
  return typeof piece === 'string' ? Buffer.byteLength(piece) : base64Length(piece.length);
}

function base64Length(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}

function* chunksOf(body: RequestBody, roomBytes: number): Generator<Uint8Array, void> {
  const room = Buffer.allocUnsafeSlow(roomBytes);
  let filled = 0;
  for (const piece of body) {
    let start = 0;
    while (start < piece.length) {
      const slice = typeof piece === 'string' ? textSlice(piece, start) : byteSlice(piece, start);
      if (filled + encodedLength(slice) > room.length) {
        yield room.subarray(0, filled);
        filled = 0;
      }
      filled += typeof slice === 'string' ? room.write(slice, filled) : writeBase64(room, slice, filled);
      start += slice.length;
    }
  }
  yield room.subarray(0, filled);
}

function textSlice(text: string, start: number): string {
  const end = start + sliceCharacters;
  // A surrogate pair stays together: each half by itself would be encoded as a replacement character.
  return text.slice(start, isHighSurrogate(text.charCodeAt(end - 1)) ? end + 1 : end);
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function byteSlice(bytes: Uint8Array, start: number): Buffer {
  const end = Math.min(start + sliceBytes, bytes.length);
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
}

function writeBase64(room: Buffer, slice: Buffer, at: number): number {
  return room.write(slice.toString('base64'), at, 'latin1');
}
