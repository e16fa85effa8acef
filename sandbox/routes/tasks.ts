import { Refusal } from '../reply.ts';
import type { Made, Store, StoredTask } from '../store.ts';

/** @throws Refusal 1201 in the words of docs/kling-api.md, section 4, row 8 */
export function taskUnder(store: Store, kind: Made['kind'], key: string): StoredTask {
  const task = store.find(key);
  if (task?.made.kind !== kind) throw new Refusal(1201, `Task not found by id/external id: ${key}`);
  return task;
}

/**
 * Deletes what a task made: softly and at once (row 10).
 *
 * @throws Refusal 1201 when there is nothing, or nothing any more, under the id
 */
export function deleteMade(store: Store, kind: Made['kind'], id: string): StoredTask {
  const task = store.maker(kind, id);
  const what = kind === 'element' ? 'Element' : 'Voice';
  if (task === undefined) throw new Refusal(1201, `${what} not found by id: ${id}`);
  if (task.made.deleted) throw new Refusal(1201, `${what} already be deleted for id: ${id}`);
  task.made.deleted = true;
  return task;
}
