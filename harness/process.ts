import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

import { temporaryFolder } from './temporary-folder.ts';

export interface RunningProcess {
  readonly process: ChildProcess;
  /** Everything it has printed so far, including errors. */
  output(): string;
  /** Resolves once its output contains the text; rejects if it ends before. */
  printed(text: string): Promise<void>;
  /** Resolves with its exit code when it ends on its own. */
  exited(): Promise<number | null>;
  /** Signals it to end. Resolves with its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

const running = new Set<ChildProcess>();

/** Ends whatever a failed test has left running; for `afterAll`. */
export function killAll(): void {
  for (const child of running) child.kill('SIGKILL');
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
      child.emit('output');
    });
  }
  return {
    process: child,
    output: () => output,
    printed: async (text) => {
      while (!output.includes(text)) {
        await Promise.race([once(child, 'output'), ended]);
        if (child.exitCode !== null && !output.includes(text)) {
          throw new Error(`It ended with ${child.exitCode} before it printed "${text}":\n${output}`);
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
