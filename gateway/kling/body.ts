import type { RequestBody } from '@kling-elements/validation';

/** A body on its way: how long it will be, and its bytes, made while they are sent. */
export interface EncodedBody {
  /** In bytes, exactly. */
  readonly contentLength: number;
  /** From the beginning, as often as it is called: a resend reads the same body again. */
  readonly chunks: () => Generator<Uint8Array, void>;
}

/** Bytes before encoding: a multiple of 3, so that only the last slice of a picture is padded. */
const sliceBytes = 48 * 1024;
/** Characters of a text: at most three times as many bytes. */
const sliceCharacters = 64 * 1024;

/** Turns a body's pieces into bytes slice by slice, so that pictures of many megabytes are never held twice. */
export function encodeBody(body: RequestBody): EncodedBody {
  const contentLength = body.reduce((sum, piece) => sum + encodedLength(piece), 0);
  return {
    contentLength,
    *chunks() {
      for (const piece of body) yield* typeof piece === 'string' ? textSlices(piece) : base64Slices(piece);
    },
  };
}

function encodedLength(piece: string | Uint8Array): number {
  return typeof piece === 'string' ? Buffer.byteLength(piece) : Math.ceil(piece.length / 3) * 4;
}

function* textSlices(text: string): Generator<Uint8Array, void> {
  let start = 0;
  while (start < text.length) {
    let end = start + sliceCharacters;
    // A surrogate pair stays together: each half by itself would be encoded as a replacement character.
    if (isHighSurrogate(text.charCodeAt(end - 1))) end += 1;
    yield Buffer.from(text.slice(start, end));
    start = end;
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function* base64Slices(bytes: Uint8Array): Generator<Uint8Array, void> {
  for (let start = 0; start < bytes.length; start += sliceBytes) {
    const slice = bytes.subarray(start, start + sliceBytes);
    yield Buffer.from(Buffer.from(slice.buffer, slice.byteOffset, slice.length).toString('base64'), 'latin1');
  }
}
