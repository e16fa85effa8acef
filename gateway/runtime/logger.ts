import { createRequire } from 'node:module';
import type { Writable } from 'node:stream';

import { type Level, type Logger, pino } from 'pino';
import type pretty from 'pino-pretty';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = Level | 'silent';

/** Names under which a credential might stand, should an object that holds one ever be logged. */
const secretNames = [
  'authorization',
  'Authorization',
  'cookie',
  'apiKey',
  'accessKey',
  'secretKey',
  'token',
  'webhookSecret',
];
const secretPaths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

export interface LogOptions {
  /** A person reads along: coloured lines instead of JSON. */
  readonly terminal: boolean;
  /** Where the lines go; standard output by itself. */
  readonly to?: Writable;
}

/** The program's log: one line an event, credentials blotted out wherever they might stand. */
export function createLog(level: LogLevel, { terminal, to }: LogOptions): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: secretPaths, censor: '[hidden]' },
    },
    terminal ? forPeople(to) : (to ?? pino.destination({ fd: 1, sync: true })),
  );
}

/** In this process, and at once: nothing is lost when it ends. */
function forPeople(to: Writable | undefined) {
  const destination = to ?? 1;
  // Loaded on a terminal only: it takes as long as pino itself.
  const load = createRequire(import.meta.url)('pino-pretty') as typeof pretty;
  return load({ destination, colorize: to === undefined, translateTime: 'SYS:HH:MM:ss', sync: true });
}
