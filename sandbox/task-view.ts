import type { Made, StoredTask, WireStatus } from './store.ts';

/** What the sandbox knows of a task, for tests to look at. */
export interface TaskView {
  readonly id: string;
  readonly kind: Made['kind'];
  readonly externalId: string | undefined;
  readonly status: WireStatus;
  readonly message: string | undefined;
  /** The element's or the voice's name and id; the id is told from the beginning here. */
  readonly name: string;
  readonly madeId: string;
  readonly deleted: boolean;
  readonly callbackUrl: string | undefined;
  /** Unix milliseconds, as `updatedAt`. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

export function viewOf(task: StoredTask): TaskView {
  const { id, externalId, status, message, made, callbackUrl, createdAt, updatedAt } = task;
  const { kind, name, deleted } = made;
  const madeId = made.id.toString();
  return { id, kind, externalId, status, message, name, madeId, deleted, callbackUrl, createdAt, updatedAt };
}
