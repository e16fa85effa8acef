import { makeProblem, ProblemError } from '@kling-elements/validation';

/** Of PostgreSQL: too many clients, deadlock, a competing write, shutting down, starting up, a transaction cut off. */
const passingStates = new Set([
  ...['53300', '40001', '40P01', '55P03', '57014', '57P01', '57P02', '57P03', '57P05', '25P02', '25P03'],
]);
const passingSystemErrors = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['ENOTFOUND', 'EAI_AGAIN', 'ERR_STREAM_DESTROYED'],
]);
/** What the driver says without a code. */
const passingWords = /connection terminated|timeout exceeded|read timeout|not queryable|connection error/i;

/** Whether the database is away, or something came between, so that the same may succeed a moment later. */
export function isPassing(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string') {
    if (passingStates.has(code) || passingSystemErrors.has(code) || code.startsWith('08')) return true;
  }
  return typeof message === 'string' && passingWords.test(message);
}

/** Whether the connection itself is of no more use. */
export function isBroken(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  // An SQLSTATE without a fatal class came over a connection that works.
  const answered = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !/^(08|57P|25P03)/.test(code);
  return !answered;
}

/** What a caller is told after the patience has run out. */
export function databaseDown(): ProblemError {
  return new ProblemError(
    makeProblem('UNAVAILABLE', 'The gateway cannot reach its database for now; try again in a moment.'),
  );
}

/** Another gateway was quicker: the same has to be worked out again from what it has written. */
export class Overtaken extends Error {
  /** As PostgreSQL calls it: serialization failure. */
  readonly code = '40001';
}

/** One line, without anything of the database's address. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  // The driver's messages for failed connections name the host; the code says enough.
  return typeof code === 'string' && passingSystemErrors.has(code)
    ? code
    : String(message ?? error)
        .replace(/\s+/g, ' ')
        .slice(0, 200);
}
