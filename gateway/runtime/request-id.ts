import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Short and without anything that a log or a header could trip over. */
const sane = /^[\w.:-]{1,100}$/;

/** The id that the sender, such as a proxy, gave to the request; a new one when it gave none that can be used. */
export function requestIdOf(headers: IncomingHttpHeaders): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && sane.test(given) ? given : newRequestId();
}

/** Tells the requests of this process from those of others. */
const ofProcess = randomBytes(5).toString('hex');
let requests = 0;

/** Short, and quicker made than a UUID; no secret. */
export function newRequestId(): string {
  requests += 1;
  return `${ofProcess}-${requests.toString(36)}`;
}
