import type { KlingClient } from '../../kling/client.ts';
import type { TaskRow } from '../../ledger/task-row.ts';
import type { TaskRecorder } from '../task-recorder.ts';

/** Fetches single tasks from Kling: simultaneous requests for the same one share one call. */
export class TaskFetcher {
  readonly #client: Pick<KlingClient, 'task'>;
  readonly #recorder: TaskRecorder;
  readonly #inProgress = new Map<string, Promise<TaskRow | undefined>>();

  constructor(client: Pick<KlingClient, 'task'>, recorder: TaskRecorder) {
    this.#client = client;
    this.#recorder = recorder;
  }

  /**
   * Fetches a task and records it.
   *
   * @param key Kling's task ID or the external ID
   * @returns undefined when Kling knows no such task
   */
  fetch(key: string): Promise<TaskRow | undefined> {
    const running = this.#inProgress.get(key);
    if (running !== undefined) return running;
    const fetching = this.#fetch(key).finally(() => {
      this.#inProgress.delete(key);
    });
    this.#inProgress.set(key, fetching);
    return fetching;
  }

  async #fetch(key: string): Promise<TaskRow | undefined> {
    const task = await this.#client.task(key);
    return task && (await this.#recorder.record(task));
  }
}
