import type { TaskStatus } from '@kling-elements/validation';

import type { Backlog } from './channel.ts';
import type { TaskRow } from './row.ts';

/**
 * The states of one task, in order, none twice. A status only moves forward, so there are never more waiting than a
 * task has statuses.
 */
export function everyState(): Backlog<TaskRow> {
  const waiting: TaskRow[] = [];
  let newest = 0;
  return {
    add(row) {
      if (row.version <= newest) return 0;
      newest = row.version;
      waiting.push(row);
      return 0;
    },
    take: () => waiting.shift(),
    get size() {
      return waiting.length;
    },
  };
}

/**
 * Of each task the newest state, in the order in which the tasks came up. One whose newest state is not among the
 * wanted is not told at all.
 */
export function newestStates(statuses: readonly TaskStatus[] | undefined): Backlog<TaskRow> {
  const waiting = new Map<string, TaskRow>();
  return {
    add(row) {
      const { id, status } = row.task;
      const replaced = waiting.has(id) ? 1 : 0;
      if (statuses === undefined || statuses.includes(status)) waiting.set(id, row);
      else waiting.delete(id);
      return replaced;
    },
    take() {
      const first = waiting.values().next();
      if (first.done === true) return undefined;
      waiting.delete(first.value.task.id);
      return first.value;
    },
    get size() {
      return waiting.size;
    },
  };
}
