import { fdatasyncSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { CountedTasks, TaskServiceSettings } from '../task-service.ts';
import { createTaskService } from '../task-service.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { openSqliteLedger } from '../../ledger/sqlite/ledger.ts';
import type { Log } from '../../runtime/runtime.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { InMemoryKling } from '../../testing/in-memory-kling.ts';
import { PendingCalls } from '../../testing/pending-calls.ts';

export interface LogLine {
  readonly level: keyof Log;
  readonly facts: object;
  readonly message: string;
}

/** A task service with everything it needs, for one test; it can be restarted on the same folder. */
export class TaskHarness {
  readonly #ledgerCalls = new PendingCalls();
  readonly clock = new FakeClock(() => this.whenIdle());
  readonly kling = new InMemoryKling(this.clock.now);
  readonly logLines: LogLine[] = [];
  /** Where the ledger is. */
  readonly folder: string;
  readonly #settings: Partial<TaskServiceSettings>;
  #ledger: Ledger | undefined;
  #tasks: CountedTasks | undefined;

  private constructor(folder: string, settings: Partial<TaskServiceSettings>) {
    this.folder = folder;
    this.#settings = settings;
  }

  /** Not started yet. */
  static async make(settings: Partial<TaskServiceSettings> = {}): Promise<TaskHarness> {
    const gateway = new TaskHarness(await mkdtemp(join(tmpdir(), 'kling-tasks-')), settings);
    await gateway.reopen();
    return gateway;
  }

  get tasks(): CountedTasks {
    if (this.#tasks === undefined) throw new Error('The gateway is not open.');
    return this.#tasks;
  }

  get ledger(): Ledger {
    if (this.#ledger === undefined) throw new Error('The gateway is not open.');
    return this.#ledger;
  }

  /** Closes the task service and opens another one on the same folder, not started yet. */
  async reopen(): Promise<void> {
    await this.#tasks?.close();
    this.#ledger = await openSqliteLedger(this.folder, flushAtOnce);
    const write = (level: keyof Log) => (facts: object, message: string) => {
      this.logLines.push({ level, facts, message });
    };
    this.#tasks = createTaskService({
      client: this.kling,
      ledger: this.#ledgerCalls.track(this.#ledger),
      settings: {
        publicUrl: null,
        webhookSecrets: [],
        keepDays: 0,
        pollMinMs: 1000,
        pollMaxMs: 15_000,
        taskDeadlineMs: 86_400_000,
        ...this.#settings,
      },
      log: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') },
      now: this.clock.now,
      random: () => 0.5,
      timers: this.clock,
    });
  }

  /**
   * Resolves when everything has happened that needs no time to pass. Only the ledger takes more than one turn of the
   * event loop: Kling answers within the turn, unless a test blocks it.
   */
  whenIdle(): Promise<void> {
    return this.#ledgerCalls.idle();
  }

  /** The messages that were logged at a level. */
  logged(level: keyof Log): string[] {
    return this.logLines.filter((line) => line.level === level).map(({ message }) => message);
  }

  async remove(): Promise<void> {
    await this.#tasks?.close();
    await rm(this.folder, { recursive: true });
  }
}

/** Flushes within the turn, so that everything happens in the same order in each run. */
function flushAtOnce(file: number): Promise<void> {
  fdatasyncSync(file);
  return Promise.resolve();
}

/** The statuses that an iterator gives until it is done. */
export async function statusesOf(iterator: AsyncIterable<{ readonly status: string }>): Promise<string[]> {
  const statuses: string[] = [];
  for await (const { status } of iterator) statuses.push(status);
  return statuses;
}
