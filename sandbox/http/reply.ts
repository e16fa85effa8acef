import { randomUUID } from 'node:crypto';

import { stringifyJson } from '@kling-elements/validation';

/** A response before it is written. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** The HTTP status that goes with each service code (docs/kling-api.md, section 5). */
const statusOfCode = {
  1000: 401,
  1001: 401,
  1002: 401,
  1003: 401,
  1004: 401,
  1100: 429,
  1101: 429,
  1102: 429,
  1103: 403,
  1200: 400,
  1201: 400,
  1202: 404,
  1203: 404,
  1300: 400,
  1301: 400,
  1302: 429,
  1303: 429,
  1304: 429,
  5000: 500,
  5001: 503,
  5002: 504,
} as const;
export type ServiceCode = keyof typeof statusOfCode;
export const serviceCodes = Object.keys(statusOfCode).map(Number) as ServiceCode[];

/** An error as Kling returns it: the service code and message of its envelope. */
export class KlingError extends Error {
  override readonly name = 'KlingError';
  readonly code: ServiceCode;

  constructor(code: ServiceCode, message: string) {
    super(message);
    this.code = code;
  }
}

export function jsonReply(status: number, value: unknown, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=utf-8', ...headers },
    body: stringifyJson(value),
  };
}

/** Kling's envelope of a success; undefined data is left out, as delete does. */
export function successReply(data: unknown): Reply {
  return jsonReply(200, { code: 0, message: 'SUCCEED', request_id: randomUUID(), data });
}

/** Kling's envelope of a failure: without data. */
export function errorReply({ code, message }: KlingError, headers: Record<string, string> = {}): Reply {
  return jsonReply(statusOfCode[code], { code, message, request_id: randomUUID() }, headers);
}

/** A response that comes from the CDN in front of Kling rather than from Kling. */
export function htmlReply(status: number): Reply {
  const title = `${status} ${status === 413 ? 'Request Entity Too Large' : 'Bad Gateway'}`;
  return {
    status,
    headers: { 'content-type': 'text/html' },
    body: `<html>\n<head><title>${title}</title></head>\n<body>\n<center><h1>${title}</h1></center>\n</body>\n</html>\n`,
  };
}
