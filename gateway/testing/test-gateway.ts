import { Writable } from 'node:stream';

import { type Gateway, type GatewayDependencies, startGateway } from '../gateway.ts';
import { createLog } from '../runtime/logger.ts';
import { readSettings, type Settings } from '../config/settings.ts';
import { FakeTasks } from './fake-tasks.ts';
import { InMemoryKling } from './in-memory-kling.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { message: string; path?: unknown; extensions?: Record<string, unknown> }[];
}

/** A gateway on a free port, with fakes of the tasks and Kling. */
export interface TestGateway extends AsyncDisposable {
  readonly url: string;
  readonly kling: InMemoryKling;
  readonly tasks: FakeTasks;
  /** The log entries so far. */
  readonly logged: Record<string, unknown>[];
  readonly close: () => Promise<void>;
  ask(query: string, variables?: unknown, headers?: Record<string, string>): Promise<Reply>;
}

/** Set by the Jest project yoga-path. The fast path leaves requests with `extensions` to yoga. */
const { onYogaPath = false } = globalThis as { readonly onYogaPath?: boolean };

export async function testGateway(
  settings: Partial<Settings> = {},
  dependencies: GatewayDependencies = {},
): Promise<TestGateway> {
  const kling = new InMemoryKling();
  const tasks = new FakeTasks();
  const logged: Record<string, unknown>[] = [];
  const lines = new Writable({
    write: (line: Buffer, _encoding, done) => {
      logged.push(JSON.parse(line.toString()) as Record<string, unknown>);
      done();
    },
  });
  const gateway: Gateway = await startGateway(
    { ...defaults(), ...settings },
    { kling, tasks, log: createLog('warn', { terminal: false, to: lines }), ...dependencies },
  );
  return {
    url: gateway.url,
    kling,
    tasks,
    logged,
    ask: async (query, variables, headers = {}) => {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables, ...(onYogaPath ? { extensions: {} } : {}) }),
      });
      const body = (await response.json()) as Pick<Reply, 'data' | 'errors'>;
      return { status: response.status, headers: response.headers, ...body };
    },
    close: () => gateway.close(),
    [Symbol.asyncDispose]: () => gateway.close(),
  };
}

function defaults(): Settings {
  const parsed = readSettings({ PORT: '0', ALLOW_PRIVATE_URLS: '0' });
  if (!parsed.ok) throw new Error(parsed.issues.join('\n'));
  return parsed.settings;
}
