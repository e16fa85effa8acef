import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';

import { contentCodings } from '@kling-elements/validation';

import { decoderFor } from '../../media/content-decoding.ts';

/** The body is in a `Content-Encoding` that is not supported. */
export class UnknownEncodingError extends Error {
  override readonly name = 'UnknownEncodingError';
}

/** The body is not in the `Content-Encoding` that the request names. */
export class UndecodableBodyError extends Error {
  override readonly name = 'UndecodableBodyError';
}

/** The body of a request, whatever its `Content-Encoding`. */
export interface DecodedRequest {
  readonly bytes: Readable;
  /** Decodes no more; reads the rest of the request and discards it, so that the client gets to read the answer. */
  readonly discard: () => void;
}

/**
 * Decodes the body of a request while it is read, so that a reader who counts the bytes can stop in time.
 *
 * @param fail called with an UndecodableBodyError
 * @throws UnknownEncodingError
 */
export function decodedRequest(request: IncomingMessage, fail: (error: Error) => void): DecodedRequest {
  const encoding = request.headers['content-encoding'];
  const discard = () => {
    request.resume();
  };
  if (contentCodings(encoding).length === 0) return { bytes: request, discard };
  const decoder = decoderFor(encoding);
  if (decoder === undefined) {
    discard();
    throw new UnknownEncodingError(
      `The request has the Content-Encoding "${encoding ?? ''}", which is not supported. Send it in gzip, deflate, br or zstd, or without an encoding.`,
    );
  }
  decoder.on('error', (cause) => {
    const message = `The request cannot be decoded: it is not in the Content-Encoding "${encoding ?? ''}".`;
    fail(new UndecodableBodyError(message, { cause }));
  });
  request.pipe(decoder);
  request.once('close', () => {
    if (!request.readableEnded) decoder.destroy();
  });
  return {
    bytes: decoder,
    discard: () => {
      request.unpipe(decoder);
      decoder.destroy();
      discard();
    },
  };
}
