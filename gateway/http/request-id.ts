import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Short and without anything that a log or a header could trip over. */
const sane = /^[\w.:-]{1,100}$/;

/** The id that the sender, such as a proxy, gave to the request; a new one when it gave none that can be used. */
export function requestIdOf(headers: IncomingHttpHeaders): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && sane.test(given) ? given : newRequestId();
}

/** In one piece: the text that `randomUUID` gives is a chain of twenty, ten times as large, which streams would keep. */
export function newRequestId(): string {
  return Buffer.from(randomUUID(), 'latin1').toString('latin1');
}
