import type { Created, KlingPage, RequestBody, Task, TaskList } from '@kling-elements/validation';

import type { KlingClient } from '../kling/client.ts';
import { pageOf, sampleElement, sampleProblem, sampleTask } from './samples.ts';

type Call = keyof KlingClient;

/** An account at Kling whose tasks change only when the test updates them. */
export class InMemoryKling implements KlingClient {
  /** Tasks of the preset elements, the account's voices and the preset voices, the newest first. */
  presets: Task[] = [];
  ownVoices: Task[] = [];
  presetVoiceTasks: Task[] = [];
  /** The calls so far, such as `task 1001` or `tasks 1 of 500` (page and page size). */
  readonly calls: string[] = [];
  /** The bodies of creates so far. */
  readonly bodies: string[] = [];
  /** Makes a call fail if it returns an error; with `effect`, the call takes effect anyway. */
  fault: (call: Call, key: string) => { readonly error: Error; readonly effect?: boolean } | undefined = () =>
    undefined;
  readonly #now: () => number;
  readonly #tasks = new Map<string, Task>();
  readonly #idOf = new Map<string | null, string>();
  #gate: PromiseWithResolvers<undefined> | undefined;
  #blocked: Call | undefined;
  #created = 1000;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Adds a task created by another client. */
  add(change: Partial<Task> = {}): Task {
    this.#created += 1;
    const id = String(this.#created);
    const task = sampleTask({ id, createdAt: this.#now(), updatedAt: this.#now(), ...change });
    this.#put(task);
    return task;
  }

  /** Adds tasks created by another client, the newest first. */
  addAll(newestFirst: readonly Task[]): void {
    for (const task of newestFirst.toReversed()) this.#put(task);
  }

  /** Changes a task; one that succeeds gets an element. */
  move(id: string, change: Partial<Task>): Task {
    const known = this.known(id);
    const elements =
      change.status === 'SUCCEEDED' ? [sampleElement({ id: `90071992547409${id}` })] : known.elements;
    const task = { ...known, elements, updatedAt: this.#now(), ...change };
    this.#tasks.set(id, task);
    return task;
  }

  /** @throws if there is no such task */
  known(key: string): Task {
    const task = this.#find(key);
    if (task === undefined) throw new Error(`The in-memory Kling has no task ${key}.`);
    return task;
  }

  forget(id: string): void {
    this.#tasks.delete(id);
  }

  get size(): number {
    return this.#tasks.size;
  }

  /** Keeps calls waiting until {@link unblock}. @param call only these calls; all by default */
  block(call?: Call): void {
    this.#gate = Promise.withResolvers();
    this.#blocked = call;
  }

  unblock(): void {
    this.#gate?.resolve(undefined);
    this.#gate = undefined;
  }

  count(call: Call): number {
    return this.calls.filter((made) => made.startsWith(`${call} `)).length;
  }

  createElement(body: RequestBody, externalId: string): Promise<Created> {
    this.bodies.push(body.join(''));
    return this.#answer('createElement', externalId, () => {
      const earlier = this.#find(externalId);
      if (earlier !== undefined) return { task: earlier, repeated: true };
      return { task: this.add({ externalId }), repeated: false };
    });
  }

  task(key: string): Promise<Task | undefined> {
    return this.#answer('task', key, () => this.#find(key));
  }

  tasks(page: KlingPage): Promise<TaskList> {
    return this.#list('tasks', page, () => [...this.#tasks.values()].reverse());
  }

  presetTasks(page: KlingPage): Promise<TaskList> {
    return this.#list('presetTasks', page, () => this.presets);
  }

  voices(page: KlingPage): Promise<TaskList> {
    return this.#list('voices', page, () => this.ownVoices);
  }

  presetVoices(page: KlingPage): Promise<TaskList> {
    return this.#list('presetVoices', page, () => this.presetVoiceTasks);
  }

  deleteElement(elementId: string): Promise<void> {
    return this.#answer('deleteElement', elementId, () => {
      const task = [...this.#tasks.values()].find(({ elements }) =>
        elements.some(({ id }) => id === elementId),
      );
      if (task === undefined) throw sampleProblem('NOT_FOUND');
      if (task.elements[0]?.deleted === true) throw sampleProblem('ALREADY_DELETED');
      this.move(task.id, { elements: task.elements.map((element) => ({ ...element, deleted: true })) });
    });
  }

  #find(key: string): Task | undefined {
    return this.#tasks.get(key) ?? this.#tasks.get(this.#idOf.get(key) ?? '');
  }

  #put(task: Task): void {
    this.#tasks.set(task.id, task);
    this.#idOf.set(task.externalId, task.id);
  }

  #list(call: Call, page: KlingPage, newestFirst: () => readonly Task[]): Promise<TaskList> {
    return this.#answer(call, `${page.pageNum} of ${page.pageSize}`, () => pageOf(newestFirst(), page));
  }

  async #answer<Result>(call: Call, key: string, effect: () => Result): Promise<Result> {
    this.calls.push(`${call} ${key}`);
    const fault = this.fault(call, key);
    if (fault?.effect === true) effect();
    const result = fault === undefined ? effect() : undefined;
    if (this.#blocked === undefined || this.#blocked === call) await this.#gate?.promise;
    if (fault !== undefined) throw fault.error;
    return result as Result;
  }
}
