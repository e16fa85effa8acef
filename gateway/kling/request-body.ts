import type { RequestBody } from '@kling-elements/validation';

/** A body ready to be sent. */
export interface EncodedBody {
  /** In bytes, exactly. */
  readonly contentLength: number;
  /**
   * From the beginning with each call, so that a body can be sent again. A short string as it is; otherwise bytes
   * encoded during sending, all into one buffer: a chunk is valid until the next one is requested.
   */
  readonly content: () => string | Generator<Uint8Array, void>;
}

/** Shorter ones are sent in one write. */
const shortBody = 64 * 1024;
/** One write to the connection. */
const chunkBytes = 256 * 1024;
/**
 * Bytes before encoding: a multiple of 3, so that only the last slice of an image is padded. The string of a longer
 * slice would be allocated outside V8's young generation, which takes five times as long.
 */
const sliceBytes = 48 * 1024;
/** Characters of a string: at most three times as many bytes. */
const sliceCharacters = 32 * 1024;

/** Turns a body's pieces into bytes slice by slice, so that images of many megabytes are never in memory twice. */
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
  // A surrogate pair stays together: each half alone would be encoded as a replacement character.
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
