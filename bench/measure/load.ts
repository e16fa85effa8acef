import { join } from 'node:path';

import { launch } from '../../harness/process.ts';
import { contendersFolder } from './contenders.ts';
import { pinned, type Program } from './program.ts';

/** So many ids from the first one on, over and over; without a count every request has another. */
export interface Ids {
  readonly first: string;
  readonly count?: number;
}

/** What is asked of a server over and over. `<id>` in path and body is replaced, `<n>` is another word each time. */
export interface Request {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Load {
  readonly request: Request;
  readonly ids: Ids;
  /** Kept alive. With one the time of a single answer is measured, too. */
  readonly connections?: number;
  readonly seconds?: number;
}

export interface Loaded {
  readonly requests: number;
  readonly perSecond: number;
  /** How many ids were used up, where every request had another. */
  readonly used: number;
  /** Processor time of the server for each request. */
  readonly cpuMicros: number;
  /** How long an answer took: the median, with a single connection. */
  readonly latencyMicros: number;
}

/**
 * Puts load on a server from the other core, and counts what that costs the server.
 *
 * @throws Error when any answer was not a success
 */
export async function load(
  server: Program,
  { request, ids, connections = 50, seconds = 3 }: Load,
): Promise<Loaded> {
  const order = JSON.stringify({ url: server.url, request, ids, connections, seconds });
  const before = server.cpuMs();
  const generator = launch(pinned('other', [process.execPath, join(contendersFolder(), 'load.mjs'), order]), {
    NODE_ENV: 'production',
  });
  const code = await generator.exited();
  const spent = server.cpuMs() - before;
  if (code !== 0) throw new Error(`The load generator ended with ${String(code)}:\n${generator.output()}`);
  const made = JSON.parse(generator.output()) as {
    requests: number;
    failed: number;
    seconds: number;
    microseconds?: number;
    last: number;
  };
  if (made.failed > 0 || made.requests === 0) {
    throw new Error(`${made.failed} of ${made.requests + made.failed} requests failed.\n${server.output()}`);
  }
  return {
    requests: made.requests,
    perSecond: made.requests / made.seconds,
    used: made.last,
    cpuMicros: (spent * 1000) / made.requests,
    latencyMicros: made.microseconds ?? NaN,
  };
}
