import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';

import { pinned } from '../harness/program.ts';
import type { Coming, Report, Request } from './crowd-program.ts';

/** A crowd that has not been served after so many milliseconds never will be. */
const patienceMs = 60_000;

/** When the last of a crowd was told something, and in how many bytes. */
export interface Told {
  /** @see clockMs */
  readonly at: number;
  readonly bytes: number;
}

/**
 * Thousands of subscribers in a process of their own, away from the measured core. Whatever one of them is told that is
 * missing, doubled, out of order or somebody else's makes the whole fail.
 */
export class Crowd implements Disposable {
  readonly #process: ChildProcess;
  readonly #reports = new EventEmitter();

  constructor() {
    const [command, ...words] = pinned('other', [process.execPath, join(import.meta.dirname, 'crowd-program.ts')]);
    this.#process = spawn(command, words, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#process.on('message', (report: Report) => {
      if ('told' in report) this.#reports.emit(`told ${report.told}`, report);
      else if ('wrong' in report) this.#reports.emit('error', new Error(report.wrong));
      else this.#reports.emit('open' in report ? 'open' : 'gone');
    });
  }

  /** All subscribe; resolves when the server has taken every subscription. */
  async come(coming: Coming): Promise<void> {
    const open = once(this.#reports, 'open', { signal: AbortSignal.timeout(patienceMs) });
    this.#ask({ come: coming });
    await open;
  }

  /** Resolves when all have been told a status. Ask before causing it. */
  async told(status: string): Promise<Told> {
    const [told] = (await once(this.#reports, `told ${status}`, { signal: AbortSignal.timeout(patienceMs) })) as [Told];
    return told;
  }

  /** All close their connections. */
  async go(): Promise<void> {
    const gone = once(this.#reports, 'gone', { signal: AbortSignal.timeout(patienceMs) });
    this.#ask({ go: true });
    await gone;
  }

  [Symbol.dispose](): void {
    this.#process.disconnect();
  }

  #ask(request: Request): void {
    this.#process.send(request);
  }
}
