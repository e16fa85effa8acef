import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';

import { pinned } from '../measure/program.ts';
import { concurrently } from '../../harness/concurrently.ts';
import type { AudienceOrder, Report, Delivered } from './audience-program.ts';
import { clockMs } from './clock.ts';
import { type Update, post } from './update.ts';
import { untilIdle } from './until-idle.ts';
import type { Server } from './servers.ts';
import type { Step } from './steps.ts';
import type { Transport } from './subscribe.ts';

/** What it took to tell an audience of one change. */
export interface Cost {
  /** Processor time of the server for each event, its share of taking in the news included; in microseconds. */
  readonly cpuUs: number;
  /** From the first news on its way to the last subscriber told, in milliseconds. */
  readonly lastMs: number;
  /** The size of one event. */
  readonly bytes: number;
}

export interface AudienceOptions {
  readonly transport: Transport;
  /** The task of each subscriber. */
  readonly ids: readonly string[];
  readonly steps: readonly Step[];
}

/** Who has not been served after so many milliseconds never will be. */
const patienceMs = 180_000;
/** News on its way at the same time. */
const concurrentUpdates = 50;

/**
 * Thousands of subscribers of a server, in a process of their own, away from the measured core. Whatever one of them is
 * told that is missing, doubled, out of order or somebody else's makes the whole fail.
 */
export class Audience {
  readonly #server: Server;
  readonly #options: AudienceOptions;
  readonly #process: ChildProcess;
  readonly #reports = new EventEmitter();
  /** How many they know. */
  #step = 1;
  #failure: Error | undefined;

  private constructor(server: Server, options: AudienceOptions) {
    this.#server = server;
    this.#options = options;
    const program = [process.execPath, join(import.meta.dirname, 'audience-program.ts')];
    const [command, ...words] = pinned('other', program);
    this.#process = spawn(command, words, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#process.on('message', (report: Report) => {
      if ('wrong' in report) this.#failed(new Error(`${server.program.url}: ${report.wrong}`));
      else if ('open' in report) this.#reports.emit('open');
      else this.#reports.emit(`step ${report.step}`, report);
    });
  }

  /** All are there and know how their tasks stand, and the server rests. */
  static async gather(server: Server, options: AudienceOptions): Promise<Audience> {
    const audience = new Audience(server, options);
    await audience.#come();
    return audience;
  }

  /** Tells all of the next step of their tasks. */
  async publishNext(): Promise<Cost> {
    const { program } = this.#server;
    const step = this.#step;
    this.#step += 1;
    const news = this.#updates(step);
    const told = this.#delivered(step);
    const cpuBefore = program.preciseCpuMs();
    const began = clockMs();
    const [{ at, bytes }] = await Promise.all([told, postAll(news)]);
    await untilIdle(program);
    const cpuMs = program.preciseCpuMs() - cpuBefore;
    return { cpuUs: (cpuMs * 1000) / this.#options.ids.length, lastMs: at - began, bytes };
  }

  /** All leave, and the server has noticed. */
  async disperse(): Promise<void> {
    const gone = once(this.#process, 'exit');
    this.#process.disconnect();
    await gone;
    if (this.#failure !== undefined) throw this.#failure;
    await untilIdle(this.#server.program);
  }

  async #come(): Promise<void> {
    await Promise.all([this.#delivered(0), this.#arrive()]);
    await untilIdle(this.#server.program);
  }

  async #arrive(): Promise<void> {
    const { program, sendsInitialState } = this.#server;
    const open = this.#reported('open');
    this.#process.send({ url: program.url, ...this.#options } satisfies AudienceOrder);
    await open;
    if (sendsInitialState) return;
    await untilIdle(program);
    await postAll(this.#updates(0));
  }

  /** One for each task, however many subscribers it has. */
  #updates(index: number): readonly Update[] {
    const step = this.#options.steps[index];
    if (step === undefined) throw new Error('The tasks have no further step.');
    return [...new Set(this.#options.ids)].map((id) => this.#server.updateFor(id, step));
  }

  #failed(error: Error): void {
    this.#failure ??= error;
    if (this.#reports.listenerCount('error') > 0) this.#reports.emit('error', error);
  }

  async #delivered(step: number): Promise<Delivered> {
    const [told] = await this.#reported(`step ${step}`);
    return told as Delivered;
  }

  async #reported(name: string): Promise<unknown[]> {
    if (this.#failure !== undefined) throw this.#failure;
    return (await once(this.#reports, name, { signal: AbortSignal.timeout(patienceMs) })) as unknown[];
  }
}

function postAll(news: readonly Update[]): Promise<void> {
  return concurrently(concurrentUpdates, news, post);
}
