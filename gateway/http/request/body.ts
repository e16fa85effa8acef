import type { IncomingMessage } from 'node:http';

import { type DecodedRequest, decodedRequest } from './decoded-request.ts';

/** The body of a request exceeds the limit. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

/** The client aborted its request, so nobody reads the answer. */
export class RequestAbortedError extends Error {
  override readonly name = 'RequestAbortedError';
}

/** @throws BodyTooLargeError if the `Content-Length` exceeds `maxBytes` */
export function checkContentLength(request: IncomingMessage, maxBytes: number): void {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw new BodyTooLargeError();
}

/**
 * Reads the body of a request. Bytes beyond the limit are read and discarded, so that the client gets to read the
 * answer.
 *
 * @throws BodyTooLargeError
 * @throws RequestAbortedError
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return read(request, maxBytes, () => ({
    bytes: request,
    discard: () => {
      request.resume();
    },
  }));
}

/**
 * The same in whatever `Content-Encoding`; the limit is that of the decoded bytes.
 *
 * @throws UnknownEncodingError
 * @throws UndecodableBodyError
 */
export function readDecodedBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return read(request, maxBytes, (fail) => decodedRequest(request, fail));
}

function read(
  request: IncomingMessage,
  maxBytes: number,
  open: (fail: (error: Error) => void) => DecodedRequest,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    checkContentLength(request, maxBytes);
    const chunks: Buffer[] = [];
    let length = 0;
    const aborted = (cause?: unknown) => {
      reject(new RequestAbortedError('The request was aborted.', { cause }));
    };
    if (request.destroyed) aborted(request.errored);
    const { bytes, discard } = open((error) => {
      fail(error);
    });
    const fail = (error: Error) => {
      chunks.length = 0;
      discard();
      reject(error);
    };
    // Listeners, because async iteration costs several times as much.
    bytes.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maxBytes) chunks.push(chunk);
      else fail(new BodyTooLargeError());
    });
    bytes.on('end', () => {
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, length));
    });
    request.on('error', aborted);
    request.on('close', () => {
      if (!request.readableEnded) aborted();
    });
  });
}
