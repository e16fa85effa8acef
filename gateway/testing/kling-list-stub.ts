import type { KlingPage, Task, TaskList } from '@kling-elements/validation';

import type { KlingClient } from '../kling/client.ts';
import { pageOf } from './samples.ts';

/** A Kling of lists in memory, which remembers what it was asked. */
export class KlingListStub implements KlingClient {
  own: Task[] = [];
  presets: Task[] = [];
  ownVoices: Task[] = [];
  kindVoices: Task[] = [];
  /** Set: every call ends so. */
  failure: Error | undefined;
  readonly calls: string[] = [];

  createElement(): Promise<never> {
    return Promise.reject(new Error('Tasks create, nobody else.'));
  }

  deleteElement(): Promise<never> {
    return Promise.reject(new Error('Tasks delete, nobody else.'));
  }

  task(key: string): Promise<Task | undefined> {
    this.calls.push(`task ${key}`);
    if (this.failure !== undefined) return Promise.reject(this.failure);
    return Promise.resolve(this.own.find(({ id, externalId }) => id === key || externalId === key));
  }

  tasks(page: KlingPage): Promise<TaskList> {
    return this.#list('tasks', this.own, page);
  }

  presetTasks(page: KlingPage): Promise<TaskList> {
    return this.#list('presetTasks', this.presets, page);
  }

  voices(page: KlingPage): Promise<TaskList> {
    return this.#list('voices', this.ownVoices, page);
  }

  presetVoices(page: KlingPage): Promise<TaskList> {
    return this.#list('presetVoices', this.kindVoices, page);
  }

  #list(operation: string, tasks: readonly Task[], page: KlingPage): Promise<TaskList> {
    this.calls.push(`${operation} ${page.pageNum} ${page.pageSize}`);
    if (this.failure !== undefined) return Promise.reject(this.failure);
    return Promise.resolve(pageOf(tasks, page));
  }
}
