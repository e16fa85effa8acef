import type { TaskEndpoint } from '@kling-elements/validation';

import { KlingError } from '../http/reply.ts';
import { endpointOf, type Store, type StoredTask } from '../account/store.ts';

/** @throws KlingError 1201 in the words of docs/kling-api.md, section 4, row 8 */
export function taskUnder(store: Store, endpoint: TaskEndpoint, key: string): StoredTask {
  const task = store.find(key);
  if (task === undefined || endpointOf(task.resource) !== endpoint) {
    throw new KlingError(1201, `Task not found by id/external id: ${key}`);
  }
  return task;
}

/**
 * Deletes the resource of a task, softly and at once (row 10).
 *
 * @throws KlingError 1201 when there is nothing, or nothing any more, under the id
 */
export function deleteResource(store: Store, kind: 'element' | 'voice', id: string): StoredTask {
  const task = store.taskOfResource(kind, id);
  const what = kind === 'element' ? 'Element' : 'Voice';
  if (task === undefined) throw new KlingError(1201, `${what} not found by id: ${id}`);
  if (task.resource.deleted) throw new KlingError(1201, `${what} already be deleted for id: ${id}`);
  task.resource.deleted = true;
  return task;
}
