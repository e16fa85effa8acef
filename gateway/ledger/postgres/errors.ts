import { makeProblem, ProblemError } from '@kling-elements/validation';

/** SQLSTATEs: too many clients, deadlock, competing write, shutdown, startup, aborted transaction. */
const transientStates = new Set([
  ...['53300', '40001', '40P01', '55P03', '57014', '57P01', '57P02', '57P03', '57P05', '25P02', '25P03'],
]);
const transientSystemErrors = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['ENOTFOUND', 'EAI_AGAIN', 'ERR_STREAM_DESTROYED'],
]);
/** Errors of the driver that carry no code. */
const transientMessages =
  /connection terminated|timeout exceeded|read timeout|not queryable|connection error/i;

/** The same work may succeed a moment later: the database is unavailable, or the transaction was interrupted. */
export function isTransient(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string') {
    if (transientStates.has(code) || transientSystemErrors.has(code) || code.startsWith('08')) return true;
  }
  return typeof message === 'string' && transientMessages.test(message);
}

/** The connection itself can no longer be used. */
export function isBroken(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  // An SQLSTATE without a fatal class came over a connection that works.
  const responded = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !/^(08|57P|25P03)/.test(code);
  return !responded;
}

/** What callers get once the time for retries is over. */
export function databaseUnavailable(): ProblemError {
  return new ProblemError(
    makeProblem('UNAVAILABLE', 'The gateway cannot reach its database at the moment. Try again shortly.'),
  );
}

/** Another gateway wrote the row first: the transaction has to run again on what it has written. */
export class WriteConflictError extends Error {
  /** PostgreSQL's serialization failure. */
  readonly code = '40001';
}

/** One line that reveals nothing of the database's URL. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  // The driver's messages for failed connections name the host; the code is enough.
  return typeof code === 'string' && transientSystemErrors.has(code)
    ? code
    : String(message ?? error)
        .replace(/\s+/g, ' ')
        .slice(0, 200);
}
