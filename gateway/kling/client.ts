import type { Created, KlingPage, RequestBody, Task, TaskList } from '@kling-elements/validation';

/**
 * The calls of Kling's API that the gateway makes, with credential, timeouts and the retries that are safe.
 * Every call rejects with a ProblemError when Kling refuses it, or does not respond in the end.
 */
export interface KlingClient {
  /** Exactly once: see `createOnce`. */
  createElement(body: RequestBody, externalId: string): Promise<Created>;
  /** By Kling's task ID or the caller's external ID; undefined when Kling finds neither. */
  task(key: string): Promise<Task | undefined>;
  tasks(page: KlingPage): Promise<TaskList>;
  presetTasks(page: KlingPage): Promise<TaskList>;
  voices(page: KlingPage): Promise<TaskList>;
  presetVoices(page: KlingPage): Promise<TaskList>;
  deleteElement(elementId: string): Promise<void>;
}
