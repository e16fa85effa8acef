import type { Task } from '@kling-elements/validation';

import type { TaskRecorder } from '../task-recorder.ts';
import type { PolledTask } from './poll-queue.ts';

/** Records the polled tasks that are on a page of the list, if they have changed since the page before. */
export class PageRecorder {
  readonly #recorder: TaskRecorder;

  constructor(recorder: TaskRecorder) {
    this.#recorder = recorder;
  }

  /** @returns the polled tasks that are on the page, changed or not */
  async record(
    page: readonly Task[],
    polled: { get(id: string): PolledTask | undefined },
  ): Promise<readonly PolledTask[]> {
    const found = page.flatMap((listed) => {
      const task = polled.get(listed.id);
      return task === undefined ? [] : [{ listed, task }];
    });
    const changed = found.filter(({ listed, task }) => versionOf(listed) !== task.lastListed);
    await this.#recorder.recordListed(changed.map(({ listed }) => listed));
    for (const { listed, task } of changed) task.lastListed = versionOf(listed);
    return found.map(({ task }) => task);
  }
}

function versionOf({ status, updatedAt }: Task): string {
  return `${status} ${updatedAt}`;
}
