import type { Task } from '@kling-elements/validation';

import type { Ledger } from '../ledger/ledger.ts';
import type { TaskUpdate, TaskRow } from '../ledger/task-row.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { TaskEvents } from './task-events.ts';

/** Writes what Kling says of tasks to the ledger: everything that comes from Kling passes here. */
export class TaskRecorder {
  readonly #ledger: Ledger;
  readonly #events: TaskEvents;
  readonly #runtime: Pick<Runtime, 'log' | 'now'>;
  readonly #unknownStatuses = new Set<string>();

  constructor(ledger: Ledger, events: TaskEvents, runtime: Pick<Runtime, 'log' | 'now'>) {
    this.#ledger = ledger;
    this.#events = events;
    this.#runtime = runtime;
  }

  /** Records Kling's own record of a task; a task without a row gets one. */
  record(task: Task): Promise<TaskRow> {
    return this.#record({ task, confirmed: true });
  }

  /** Records what a verified callback says of a task. */
  recordFromCallback(task: Task): Promise<TaskRow> {
    return this.#record({ task, confirmed: false });
  }

  /** Records a list of tasks as Kling gave it; tasks without a row stay without. */
  async recordListed(tasks: readonly Task[]): Promise<void> {
    await this.#ledger.updateKnown(tasks.map((task) => ({ task, confirmed: true })));
  }

  /** Records the task that a creation made. @param confirmed false when only a callback says so */
  async recordCreated(
    externalId: string,
    task: Task,
    { confirmed }: { readonly confirmed: boolean },
  ): Promise<TaskRow> {
    const update = { task: { ...task, externalId: task.externalId ?? externalId }, confirmed };
    this.#reportUnknownStatus(update);
    const row = await this.#ledger.recordCreated(externalId, update, this.#runtime.now());
    this.#events.emit('created', row);
    return row;
  }

  async #record(update: TaskUpdate): Promise<TaskRow> {
    this.#reportUnknownStatus(update);
    return await this.#ledger.record(update, this.#runtime.now());
  }

  /** Once for each status. Those in Kling's own records are reported by the client. */
  #reportUnknownStatus({ task: { id, unknownStatus }, confirmed }: TaskUpdate): void {
    if (confirmed || unknownStatus === null || this.#unknownStatuses.has(unknownStatus)) return;
    this.#unknownStatuses.add(unknownStatus);
    this.#runtime.log.warn(
      { taskId: id, status: unknownStatus },
      'Kling sent an undocumented task status, which is treated as PROCESSING. Please report it.',
    );
  }
}
