import type { KlingClient } from '../../kling/client.ts';
import type { TaskRecorder } from '../task-recorder.ts';
import type { TaskRow } from '../../ledger/task-row.ts';

/** Looks at single tasks: whoever asks for the same one at the same time shares one call. */
export class TaskFetcher {
  readonly #client: Pick<KlingClient, 'task'>;
  readonly #recorder: TaskRecorder;
  readonly #underWay = new Map<string, Promise<TaskRow | undefined>>();

  constructor(client: Pick<KlingClient, 'task'>, recorder: TaskRecorder) {
    this.#client = client;
    this.#recorder = recorder;
  }

  /**
   * Asks Kling, and writes down what it says.
   *
   * @param key Kling's task id or the external id
   * @returns undefined when Kling knows no such task
   */
  fetch(key: string): Promise<TaskRow | undefined> {
    const underWay = this.#underWay.get(key);
    if (underWay !== undefined) return underWay;
    const look = this.#look(key).finally(() => {
      this.#underWay.delete(key);
    });
    this.#underWay.set(key, look);
    return look;
  }

  async #look(key: string): Promise<TaskRow | undefined> {
    const task = await this.#client.task(key);
    return task && (await this.#recorder.record(task));
  }
}
