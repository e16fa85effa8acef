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

/** What it took to send one change to an audience. */
export interface Cost {
  /** The server's CPU time per event, including its share of receiving the update, in microseconds. */
  readonly cpuUs: number;
  /** From sending the first update until the last subscriber has received its event, in milliseconds. */
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

/** A subscriber that has not received its event after this many milliseconds never will. */
const timeoutMs = 180_000;
/** Updates sent at the same time. */
const concurrentUpdates = 50;

/**
 * Thousands of subscribers of a server, in a process of their own, away from the measured core. An event that is missing,
 * duplicated, out of order or another subscriber's fails the benchmark.
 */
export class Audience {
  readonly #server: Server;
  readonly #options: AudienceOptions;
  readonly #process: ChildProcess;
  readonly #reports = new EventEmitter();
  /** The number of steps received so far. */
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

  /** Resolves once all are subscribed and have received their tasks' states, and the server is idle. */
  static async gather(server: Server, options: AudienceOptions): Promise<Audience> {
    const audience = new Audience(server, options);
    await audience.#subscribe();
    return audience;
  }

  /** Sends all of them the next step of their tasks. */
  async publishNext(): Promise<Cost> {
    const { program } = this.#server;
    const step = this.#step;
    this.#step += 1;
    const updates = this.#updates(step);
    const delivered = this.#delivered(step);
    const cpuBefore = program.preciseCpuMs();
    const began = clockMs();
    const [{ at, bytes }] = await Promise.all([delivered, postAll(updates)]);
    await untilIdle(program);
    const cpuMs = program.preciseCpuMs() - cpuBefore;
    return { cpuUs: (cpuMs * 1000) / this.#options.ids.length, lastMs: at - began, bytes };
  }

  /** Ends all subscriptions. Resolves once the server is idle again. */
  async disperse(): Promise<void> {
    const ended = once(this.#process, 'exit');
    this.#process.disconnect();
    await ended;
    if (this.#failure !== undefined) throw this.#failure;
    await untilIdle(this.#server.program);
  }

  async #subscribe(): Promise<void> {
    await Promise.all([this.#delivered(0), this.#open()]);
    await untilIdle(this.#server.program);
  }

  async #open(): Promise<void> {
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
    const [delivered] = await this.#reported(`step ${step}`);
    return delivered as Delivered;
  }

  async #reported(name: string): Promise<unknown[]> {
    if (this.#failure !== undefined) throw this.#failure;
    return (await once(this.#reports, name, { signal: AbortSignal.timeout(timeoutMs) })) as unknown[];
  }
}

function postAll(updates: readonly Update[]): Promise<void> {
  return concurrently(concurrentUpdates, updates, post);
}
