import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Short, and safe in a log or a header. */
const safe = /^[\w.:-]{1,100}$/;

/** The request ID that the sender, such as a proxy, has set; a new one if that is missing or unsafe. */
export function requestIdOf(headers: IncomingHttpHeaders): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && safe.test(given) ? given : newRequestId();
}

/** Distinguishes the requests of this process from those of others. */
const processPrefix = randomBytes(5).toString('hex');
let requestCount = 0;

/** Short, and faster to generate than a UUID. It is predictable, so it must not serve as a secret. */
export function newRequestId(): string {
  requestCount += 1;
  return `${processPrefix}-${requestCount.toString(36)}`;
}
