import type { IncomingMessage } from 'node:http';

/** A request has more bytes than it may have. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/** The client broke its request off: nobody is left to be answered. */
export class BodyBrokenOff extends Error {
  override readonly name = 'BodyBrokenOff';
}

/** @throws BodyTooLarge when the request announces more bytes than `maxBytes` */
export function refuseTooLarge(request: IncomingMessage, maxBytes: number): void {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw new BodyTooLarge();
}

/**
 * A request's body as one piece. What is beyond the limit is read from the wire and dropped, so that the client
 * comes to read the refusal.
 *
 * @throws BodyTooLarge
 * @throws BodyBrokenOff
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    refuseTooLarge(request, maxBytes);
    const chunks: Buffer[] = [];
    let length = 0;
    const brokenOff = (cause?: unknown) => {
      reject(new BodyBrokenOff('The request was broken off.', { cause }));
    };
    if (request.destroyed) brokenOff(request.errored);
    // Listeners, as iterating costs several times as much.
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maxBytes) {
        chunks.push(chunk);
        return;
      }
      chunks.length = 0;
      reject(new BodyTooLarge());
    });
    request.on('end', () => {
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, length));
    });
    request.on('error', brokenOff);
    request.on('close', () => {
      if (!request.readableEnded) brokenOff();
    });
  });
}
