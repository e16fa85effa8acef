import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A folder of its own, for a ledger or a working folder. */
export function freshFolder(): string {
  return mkdtempSync(join(tmpdir(), 'kling-elements-'));
}

/** Builds what `pnpm start` runs. */
export function build(): void {
  execFileSync(process.execPath, ['build.mjs'], { cwd: root, stdio: 'pipe' });
}

export interface Started {
  readonly process: ChildProcess;
  /** All that it has printed so far, errors included. */
  output(): string;
  /** Waits until its output has such a text; rejects when it ends before. */
  said(text: string): Promise<void>;
  /** Its exit code, when it has ended by itself. */
  ended(): Promise<number | null>;
  /** Asks it to end and gives its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

const running = new Set<() => void>();

/** Ends whatever a failed test has left running; for `afterAll`. */
export function endAll(): void {
  for (const kill of running) kill();
}

/** Runs what `pnpm start` runs after building, in a folder of its own, with this environment and no other settings. */
export function start(environment: Readonly<Record<string, string>>): Started {
  return launch([process.execPath, join(root, 'gateway/dist/start.js')], { environment });
}

export interface LaunchOptions {
  readonly environment: Readonly<Record<string, string>>;
  /** Whether SIGKILL takes all that it has started with it. */
  readonly group?: boolean;
}

/** Runs a program in a folder of its own, with this environment and no other settings. */
export function launch(
  [command, ...words]: readonly [string, ...string[]],
  { environment, group = false }: LaunchOptions,
): Started {
  const child = spawn(command, words, {
    cwd: freshFolder(),
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: group,
  });
  let output = '';
  const send = (signal: NodeJS.Signals) => {
    if (group && signal === 'SIGKILL' && child.pid !== undefined) process.kill(-child.pid, signal);
    else child.kill(signal);
  };
  const kill = () => {
    send('SIGKILL');
  };
  running.add(kill);
  const ended = once(child, 'close').finally(() => running.delete(kill));
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      child.emit('said');
    });
  }
  return {
    process: child,
    output: () => output,
    said: async (text) => {
      while (!output.includes(text)) {
        await Promise.race([once(child, 'said'), ended]);
        if (child.exitCode !== null && !output.includes(text)) {
          throw new Error(`It ended with ${child.exitCode} before it said "${text}":\n${output}`);
        }
      }
    },
    ended: async () => {
      await ended;
      return child.exitCode;
    },
    stop: async (signal = 'SIGTERM') => {
      send(signal);
      await ended;
      return child.exitCode;
    },
  };
}
