import { join } from 'node:path';

import { launch } from '../../harness/process.ts';
import { contendersFolder } from './contenders.ts';
import { pinned, type Program } from './program.ts';

/** This many IDs from the first one on, repeatedly; without a count, every request has its own. */
export interface Ids {
  readonly first: string;
  readonly count?: number;
}

/** A request that is sent repeatedly. `<id>` in path and body is replaced; `<n>` is different each time. */
export interface Request {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Load {
  readonly request: Request;
  readonly ids: Ids;
  /** Kept alive. With one, the response time is measured, too. */
  readonly connections?: number;
  readonly seconds?: number;
}

export interface Loaded {
  readonly requests: number;
  readonly perSecond: number;
  /** The number of IDs used, where every request has its own. */
  readonly used: number;
  /** The server's CPU time per request. */
  readonly cpuMicros: number;
  /** The median response time, with a single connection. */
  readonly latencyMicros: number;
}

/**
 * Puts load on a server from the other core, and measures what that costs the server.
 *
 * @throws Error if any response was not a success
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
  const report = JSON.parse(generator.output()) as {
    requests: number;
    failed: number;
    seconds: number;
    microseconds?: number;
    last: number;
  };
  if (report.failed > 0 || report.requests === 0) {
    throw new Error(
      `${report.failed} of ${report.requests + report.failed} requests failed.\n${server.output()}`,
    );
  }
  return {
    requests: report.requests,
    perSecond: report.requests / report.seconds,
    used: report.last,
    cpuMicros: (spent * 1000) / report.requests,
    latencyMicros: report.microseconds ?? NaN,
  };
}
