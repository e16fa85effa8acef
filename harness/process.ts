import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

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
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'kling-elements-'));
}

/** Builds what `pnpm start` runs. */
export function buildGateway(): void {
  execFileSync(process.execPath, ['scripts/build/gateway.mjs'], { cwd: root, stdio: 'pipe' });
}

export interface RunningProcess {
  readonly process: ChildProcess;
  /** All that it has printed so far, errors included. */
  output(): string;
  /** Waits until its output has such a text; rejects when it ends before. */
  printed(text: string): Promise<void>;
  /** Its exit code, when it has ended by itself. */
  exited(): Promise<number | null>;
  /** Asks it to end and gives its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

const running = new Set<ChildProcess>();

/** Ends whatever a failed test has left running; for `afterAll`. */
export function killAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** Runs what `pnpm start` runs after building, in a folder of its own, with this environment and no other settings. */
export function launchGateway(environment: Readonly<Record<string, string>>): RunningProcess {
  return launch([process.execPath, join(root, 'gateway/dist/start.js')], environment);
}

/** Runs a program in a folder of its own, with this environment and no other settings. */
export function launch(
  [command, ...words]: readonly [string, ...string[]],
  environment: Readonly<Record<string, string>>,
): RunningProcess {
  const child = spawn(command, words, {
    cwd: temporaryFolder(),
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  running.add(child);
  const ended = once(child, 'close').finally(() => running.delete(child));
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      child.emit('said');
    });
  }
  return {
    process: child,
    output: () => output,
    printed: async (text) => {
      while (!output.includes(text)) {
        await Promise.race([once(child, 'said'), ended]);
        if (child.exitCode !== null && !output.includes(text)) {
          throw new Error(`It ended with ${child.exitCode} before it said "${text}":\n${output}`);
        }
      }
    },
    exited: async () => {
      await ended;
      return child.exitCode;
    },
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      await ended;
      return child.exitCode;
    },
  };
}
