import type { Created, KlingPage, RequestBody, Task, TaskList } from '@kling-elements/validation';

/**
 * The calls of Kling's API that the gateway makes, with credential, time-outs and the retries that are allowed.
 * Every one rejects with a ProblemError when Kling refuses, or does not answer in the end.
 */
export interface KlingClient {
  /** Exactly once: see `createOnce`. */
  createElement(body: RequestBody, externalId: string): Promise<Created>;
  /** By Kling's task id or the caller's external id; undefined when Kling knows neither. */
  task(key: string): Promise<Task | undefined>;
  tasks(page: KlingPage): Promise<TaskList>;
  presetTasks(page: KlingPage): Promise<TaskList>;
  voices(page: KlingPage): Promise<TaskList>;
  presetVoices(page: KlingPage): Promise<TaskList>;
  deleteElement(elementId: string): Promise<void>;
}
