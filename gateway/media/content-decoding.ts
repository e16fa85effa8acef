import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createInflate, createUnzip, createZstdDecompress } from 'node:zlib';

import { contentCodings } from '@kling-elements/validation';

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createUnzip,
  'x-gzip': createUnzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

/**
 * What decodes a body with this `Content-Encoding`; undefined if there is nothing to decode, several codings, or no
 * decoder.
 */
export function decoderFor(contentEncoding: string | undefined): Transform | undefined {
  const [coding = '', ...more] = contentCodings(contentEncoding);
  return more.length === 0 && Object.hasOwn(decoders, coding) ? decoders[coding]?.() : undefined;
}

/**
 * The decoded body, for servers that encode although `identity` was requested; undefined if there is nothing to decode
 * or no decoder. Bytes that cannot be decoded end the body with an error.
 *
 * @param contentEncoding the response header
 */
export function decodedBody(body: Readable, contentEncoding: string | undefined): Readable | undefined {
  const decoder = decoderFor(contentEncoding);
  return decoder && pipeline(body, decoder, () => undefined);
}
