import type { TaskEndpoint } from '@kling-elements/validation';

import type { BillEntry, StoredGeneration } from './generated.ts';
import type { Ids } from './ids.ts';
import { KlingError } from '../http/reply.ts';

/** The words of docs/kling-api.md, section 4. */
export const wireStatuses = ['submitted', 'processing', 'succeed', 'failed'] as const;
export type WireStatus = (typeof wireStatuses)[number];

export interface StoredVoice {
  readonly kind: 'voice';
  readonly id: string;
  readonly name: string;
  /** A file of the CDN. */
  readonly sample: string;
  readonly owner: string;
  deleted: boolean;
}

export interface StoredElement {
  readonly kind: 'element';
  readonly id: bigint;
  readonly name: string;
  readonly description: string;
  readonly referenceType: 'image_refer' | 'video_refer';
  /** Files of the CDN, as the two below. */
  readonly frontalImage: string | undefined;
  readonly otherImages: readonly string[];
  readonly video: string | undefined;
  readonly voice: StoredVoice | undefined;
  readonly tagIds: readonly string[];
  readonly owner: string;
  deleted: boolean;
}

export type StoredResource = StoredElement | StoredVoice | StoredGeneration;

/** The endpoint whose tasks make it: the only one under which they are found. */
export function endpointOf(resource: StoredResource): TaskEndpoint {
  return 'endpoint' in resource ? resource.endpoint : resource.kind;
}

export interface StoredTask {
  readonly id: string;
  /** From 0, in the order of making. */
  readonly sequence: number;
  readonly externalId: string | undefined;
  readonly callbackUrl: string | undefined;
  /** The reason it will fail with; undefined: it will succeed. */
  readonly failure: string | undefined;
  /** The resource it creates; not visible before the task has succeeded. */
  readonly resource: StoredResource;
  /** Unix milliseconds, as `updatedAt`. */
  readonly createdAt: number;
  updatedAt: number;
  status: WireStatus;
  message: string | undefined;
}

export type NewTask = Pick<StoredTask, 'externalId' | 'callbackUrl' | 'failure' | 'resource'>;

export interface StoreOptions {
  readonly ids: Ids;
  readonly now: () => number;
  /** How many tasks may be unfinished at once. */
  readonly concurrency: number | undefined;
  /** The same of what is paid for: videos, images and views. */
  readonly generationConcurrency: number | undefined;
}

/** The owner of what the account makes. */
export const accountId = '855722760281784413';
/** The owner of what every account can use. */
export const klingId = 'kling';

/** The account's tasks and the resources they created. */
export class Store {
  readonly #options: StoreOptions;
  readonly #tasks = new Map<TaskEndpoint, StoredTask[]>();
  readonly #byId = new Map<string, StoredTask>();
  readonly #byExternalId = new Map<string, StoredTask>();
  readonly #byResource = new Map<string, StoredTask>();
  #unfinished = 0;
  #unfinishedGenerations = 0;
  /** What the account pays for, oldest first. */
  readonly bill: BillEntry[] = [];
  /** Called with each new task and at each change of status. */
  onChange: (task: StoredTask) => void = () => undefined;

  constructor(options: StoreOptions) {
    this.#options = options;
  }

  /**
   * Adds a task; it is readable at once.
   *
   * @throws KlingError 1201 when the external id is taken (section 4, row 9), 1303 over the limit (section 8)
   */
  add(task: NewTask): StoredTask {
    const { concurrency, generationConcurrency, now } = this.#options;
    const isGeneration = 'endpoint' in task.resource;
    if (task.externalId !== undefined && this.#byExternalId.has(task.externalId)) {
      throw new KlingError(1201, `External_task_id ${task.externalId} already exists`);
    }
    if (concurrency !== undefined && this.#unfinished >= concurrency) {
      throw new KlingError(1303, 'Concurrency over the limit of the resource pack');
    }
    if (isGeneration && this.#unfinishedGenerations >= (generationConcurrency ?? Infinity)) {
      throw new KlingError(1303, 'parallel task over resource pack limit');
    }
    const time = now();
    const stored = this.#put({ ...task, status: 'submitted', createdAt: time, updatedAt: time });
    this.#unfinished += 1;
    if (isGeneration) this.#unfinishedGenerations += 1;
    this.onChange(stored);
    return stored;
  }

  /** Adds what existed before the sandbox started, without an event. */
  addFinished(resource: StoredResource, createdAt: number): StoredTask {
    const task = { externalId: undefined, callbackUrl: undefined, failure: undefined, resource };
    return this.#put({ ...task, status: 'succeed', createdAt, updatedAt: createdAt });
  }

  #put(task: NewTask & Pick<StoredTask, 'status' | 'createdAt' | 'updatedAt'>): StoredTask {
    const stored = { ...task, id: this.#options.ids.text(), sequence: this.#byId.size, message: undefined };
    const endpoint = endpointOf(task.resource);
    const tasks = this.#tasks.get(endpoint);
    if (tasks === undefined) this.#tasks.set(endpoint, [stored]);
    else tasks.push(stored);
    this.#byId.set(stored.id, stored);
    if (stored.externalId !== undefined) this.#byExternalId.set(stored.externalId, stored);
    this.#byResource.set(`${task.resource.kind} ${task.resource.id}`, stored);
    return stored;
  }

  /** By task id or external id. */
  find(key: string): StoredTask | undefined {
    return this.#byId.get(key) ?? this.#byExternalId.get(key);
  }

  /** The finished task that created this resource. */
  taskOfResource(kind: StoredResource['kind'], resourceId: string): StoredTask | undefined {
    const task = this.#byResource.get(`${kind} ${resourceId}`);
    return task?.status === 'succeed' ? task : undefined;
  }

  /** All tasks, in the order of making. */
  tasks(): readonly StoredTask[] {
    return [...this.#byId.values()];
  }

  /** Those of an endpoint, in the order of making. */
  all(endpoint: TaskEndpoint): readonly StoredTask[] {
    return this.#tasks.get(endpoint) ?? [];
  }

  /** Final states do not change, and nothing goes back. @returns whether anything changed */
  advance(task: StoredTask, status: WireStatus, message?: string): boolean {
    const isFinal = (one: WireStatus) => one === 'succeed' || one === 'failed';
    if (isFinal(task.status) || status === task.status || status === 'submitted') return false;
    task.status = status;
    task.message = message;
    task.updatedAt = Math.max(this.#options.now(), task.updatedAt);
    if (isFinal(status)) this.#unfinished -= 1;
    if (isFinal(status) && 'endpoint' in task.resource) this.#finishGeneration(task, task.resource);
    this.onChange(task);
    return true;
  }

  /** A failed generation costs nothing. */
  #finishGeneration({ id, externalId, status }: StoredTask, generation: StoredGeneration): void {
    this.#unfinishedGenerations -= 1;
    if (status !== 'succeed') return;
    const { endpoint, units, ignored } = generation;
    this.bill.push({ taskId: id, externalId, endpoint, units, ignored });
  }
}
