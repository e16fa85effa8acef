import type { IncomingMessage } from 'node:http';

import type { Fields } from '../input/fields.ts';
import { KlingError } from './reply.ts';

/** A request's body exceeds the limit. */
export class BodyTooLargeError extends Error {
  override readonly name = 'TooLarge';
}

/** @throws BodyTooLargeError as soon as there are more than `maxBytes` */
async function readBytes(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // The connection is still needed for the answer when reading ends early.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxBytes) {
      request.resume();
      throw new BodyTooLargeError();
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

/**
 * Reads a body of JSON. A bare number in it may lose digits; none of Kling's fields is one, so that it is refused
 * where it stands.
 *
 * @throws KlingError 1200 when it is not valid JSON; BodyTooLargeError
 */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const bytes = await readBytes(request, maxBytes);
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    throw new KlingError(1200, 'Content-Type must be application/json');
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw new KlingError(1200, 'The request body is not valid JSON');
  }
}

/** Reads the body of a call: an object. @throws KlingError 1200, BodyTooLargeError */
export async function readFields(request: IncomingMessage, maxBytes: number): Promise<Fields> {
  const value = await readJson(request, maxBytes);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new KlingError(1200, 'The request body must be a JSON object');
  }
  return value as Fields;
}
