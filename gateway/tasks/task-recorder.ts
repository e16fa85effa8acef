import type { Task } from '@kling-elements/validation';

import type { Ledger } from '../ledger/ledger.ts';
import type { TaskUpdate, TaskRow } from '../ledger/task-row.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** The one door by which what Kling says of tasks comes into the ledger. */
export class TaskRecorder {
  readonly #ledger: Ledger;
  readonly #runtime: Pick<Runtime, 'log' | 'now'>;
  readonly #unknownWords = new Set<string>();

  constructor(ledger: Ledger, runtime: Pick<Runtime, 'log' | 'now'>) {
    this.#ledger = ledger;
    this.#runtime = runtime;
  }

  /** What Kling's own record of a task says; it gets a row if it has none. */
  record(task: Task): Promise<TaskRow> {
    return this.#record({ task, confirmed: true });
  }

  /** What a verified callback says of a task. */
  recordFromCallback(task: Task): Promise<TaskRow> {
    return this.#record({ task, confirmed: false });
  }

  /** What Kling's records of many tasks say; those without a row stay without. */
  async recordListed(tasks: readonly Task[]): Promise<void> {
    await this.#ledger.updateKnown(tasks.map((task) => ({ task, confirmed: true })));
  }

  /** The outcome of a create. @param confirmed not for what only a callback says */
  async recordCreated(
    externalId: string,
    task: Task,
    { confirmed }: { readonly confirmed: boolean },
  ): Promise<TaskRow> {
    const news = { task: { ...task, externalId: task.externalId ?? externalId }, confirmed };
    this.#reportUnknownWord(news);
    return await this.#ledger.recordCreated(externalId, news, this.#now());
  }

  async #record(news: TaskUpdate): Promise<TaskRow> {
    this.#reportUnknownWord(news);
    return await this.#ledger.record(news, this.#now());
  }

  #now(): number {
    return this.#runtime.now();
  }

  /** Once for each word. Those in Kling's answers are reported by the client. */
  #reportUnknownWord({ task: { id, unknownStatus }, confirmed }: TaskUpdate): void {
    if (confirmed || unknownStatus === null || this.#unknownWords.has(unknownStatus)) return;
    this.#unknownWords.add(unknownStatus);
    this.#runtime.log.warn(
      { taskId: id, status: unknownStatus },
      'Kling uses a status word that nobody has documented; it counts as PROCESSING. Please report it.',
    );
  }
}
