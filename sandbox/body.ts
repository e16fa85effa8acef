import type { IncomingMessage } from 'node:http';

import type { Fields } from './fields.ts';
import { Refusal } from './reply.ts';

/** A request's body went over the limit. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** @throws TooLarge as soon as there are more than `maxBytes` */
async function readBytes(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // The connection is still needed for the answer when reading ends early.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxBytes) {
      request.resume();
      throw new TooLarge();
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

/**
 * Reads a body of JSON. A bare number in it may lose digits; none of Kling's fields is one, so that it is refused
 * where it stands.
 *
 * @throws Refusal 1200 when it is none; TooLarge
 */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const bytes = await readBytes(request, maxBytes);
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    throw new Refusal(1200, 'Content-Type must be application/json');
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw new Refusal(1200, 'The request body is not valid JSON');
  }
}

/** Reads the body of a call: an object. @throws Refusal 1200, TooLarge */
export async function readFields(request: IncomingMessage, maxBytes: number): Promise<Fields> {
  const value = await readJson(request, maxBytes);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refusal(1200, 'The request body must be a JSON object');
  }
  return value as Fields;
}
