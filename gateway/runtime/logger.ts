import { createRequire } from 'node:module';
import type { Writable } from 'node:stream';

import { type Level, type Logger, pino } from 'pino';
import type pretty from 'pino-pretty';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = Level | 'silent';

/** Names of properties that could contain a credential, in case such an object is ever logged. */
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
  /** Whether a person reads the log on a terminal: coloured lines instead of JSON. */
  readonly terminal: boolean;
  /** Where the lines are written. Default: standard output. */
  readonly to?: Writable;
}

/** Creates the gateway's log: one line per event, with credentials hidden. */
export function createLog(level: LogLevel, { terminal, to }: LogOptions): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: secretPaths, censor: '[hidden]' },
    },
    terminal ? terminalStream(to) : (to ?? pino.destination({ fd: 1, sync: true })),
  );
}

/** Formats in this process and synchronously, so that no line is lost when the process ends. */
function terminalStream(to: Writable | undefined) {
  const destination = to ?? 1;
  // Loaded on a terminal only, because it takes as long to load as pino itself.
  const load = createRequire(import.meta.url)('pino-pretty') as typeof pretty;
  return load({ destination, colorize: to === undefined, translateTime: 'SYS:HH:MM:ss', sync: true });
}
