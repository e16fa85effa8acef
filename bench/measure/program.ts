import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

import { launch } from '../../harness/process.ts';
import { cpuMs, preciseCpuMs, type Memory, residentMB } from './process-cost.ts';

/** A server in a process of its own, measured from outside. */
export interface Program extends AsyncDisposable {
  /** Without a trailing slash. */
  readonly url: string;
  readonly pid: number;
  /** CPU time so far, including the system's on its behalf and that of its child processes, in milliseconds. */
  cpuMs(): number;
  /** The same to the nanosecond, for what takes a few milliseconds; without threads that have ended. */
  preciseCpuMs(): number;
  memoryMB(): Memory;
  /** Everything it has printed so far. */
  output(): string;
  stop(): Promise<void>;
}

export interface ProgramOptions {
  readonly words: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** What is measured has a core to itself; everything else shares the other. */
  readonly core: Core;
  /** For programs that don't print their URL: the path is requested until it responds with success. */
  readonly served?: { readonly url: string; readonly path: string };
}

export type Core = 'measured' | 'other';

const canPin = availableParallelism() > 1 && existsSync('/usr/bin/taskset');

/** A command that runs on that core only, if there are several cores and `taskset`. */
export function pinned(core: Core, words: readonly string[]): [string, ...string[]] {
  const [command = '', ...rest] = words;
  return canPin ? ['taskset', '-c', core === 'measured' ? '0' : '1', command, ...rest] : [command, ...rest];
}

/** Starts a server in production mode. Resolves when it serves: when it has printed `ready <URL>`. */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  const { words, environment = {}, core, served } = options;
  const started = launch(pinned(core, words), { NODE_ENV: 'production', ...environment });
  const { pid } = started.process;
  if (pid === undefined) throw new Error(`${words.join(' ')} has no process.`);
  const end = async (signal: NodeJS.Signals) => {
    await started.stop(signal);
  };
  let url = served?.url;
  try {
    if (served === undefined) {
      await started.printed('ready http');
      url = /^ready (http\S+)$/m.exec(started.output())?.[1];
    } else {
      while (!(await responds(`${served.url}${served.path}`))) {
        if (started.process.exitCode !== null) throw new Error(started.output());
        await pause(20);
      }
    }
  } catch (error) {
    await end('SIGKILL');
    throw error;
  }
  if (url === undefined) throw new Error(`It printed no URL:\n${started.output()}`);
  return {
    url,
    pid,
    cpuMs: () => cpuMs(pid),
    preciseCpuMs: () => preciseCpuMs(pid),
    memoryMB: () => residentMB(pid),
    output: () => started.output(),
    stop: () => end('SIGTERM'),
    [Symbol.asyncDispose]: () => end('SIGKILL'),
  };
}

async function responds(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
