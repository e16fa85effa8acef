import { limits } from '@kling-elements/validation';

import type { Cdn } from '../media/cdn.ts';
import { invalidField } from '../input/fields.ts';
import type { StoredTask } from '../account/store.ts';
import { taskRecord } from '../account/task-record.ts';

const defaultSize = 30;

/**
 * The page of a list that `pageNum` and `pageSize` ask for, newest first (docs/kling-api.md, section 2).
 *
 * @param tasks in the order of making
 * @throws KlingError 1201 for numbers outside of the bounds
 */
export function pageOf(tasks: readonly StoredTask[], query: URLSearchParams, maxSize: number, cdn: Cdn) {
  const pageNum = numberIn(query, 'pageNum', 1, limits.page.maxNumber);
  const pageSize = numberIn(query, 'pageSize', defaultSize, maxSize);
  const end = Math.max(0, tasks.length - (pageNum - 1) * pageSize);
  return tasks
    .slice(Math.max(0, end - pageSize), end)
    .reverse()
    .map((task) => taskRecord(task, cdn));
}

function numberIn(query: URLSearchParams, name: string, otherwise: number, max: number): number {
  const text = query.get(name);
  if (text === null) return otherwise;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > max) throw invalidField(name, `must be a number from 1 to ${max}`);
  return number;
}
