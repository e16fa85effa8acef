import type { StoredResource, StoredTask, WireStatus } from './store.ts';

/** A task as tests see it. */
export interface TaskView {
  readonly id: string;
  readonly kind: StoredResource['kind'];
  readonly externalId: string | undefined;
  readonly status: WireStatus;
  readonly message: string | undefined;
  /** The name (of a generation, its prompt's beginning) and ID of what it makes; the ID is known here before the task has succeeded. */
  readonly name: string;
  readonly madeId: string;
  readonly deleted: boolean;
  readonly callbackUrl: string | undefined;
  /** Unix milliseconds, as `updatedAt`. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

export function viewOf(task: StoredTask): TaskView {
  const { id, externalId, status, message, resource, callbackUrl, createdAt, updatedAt } = task;
  const { kind, name, deleted } = resource;
  const madeId = resource.id.toString();
  return { id, kind, externalId, status, message, name, madeId, deleted, callbackUrl, createdAt, updatedAt };
}
