import { type KlingPage, limits, pageHolding, type Task, type TaskList } from '@kling-elements/validation';

/** One of Kling's lists, read in pages that are aligned to multiples of their size. */
export interface KlingList {
  /** Part of its cursors, so that they are not used with another list. */
  readonly name: string;
  /** The maximum number of entries per page. */
  readonly maxSize: number;
  readonly read: (page: KlingPage) => Promise<TaskList>;
}

export interface Entry {
  readonly task: Task;
  /** The minimum number of entries before it: those that could not be read are not counted. */
  readonly offset: number;
}

/**
 * The entries of a list, starting at `offset` or slightly before it, because Kling's pages are aligned. Each entry
 * comes once. To need few calls, the first page has `count` entries, and each further one twice as many.
 */
export async function* entriesFrom(list: KlingList, offset: number, count: number): AsyncGenerator<Entry> {
  const seen = new Set<string>();
  for (let next = offset, size = count; ; size *= 2) {
    const { pageNum, pageSize } = pageAt(list, next, Math.min(size, list.maxSize));
    if (pageNum > limits.page.maxNumber) return;
    const { tasks, length } = await list.read({ pageNum, pageSize });
    const start = (pageNum - 1) * pageSize;
    for (const [index, task] of tasks.entries()) {
      // Aligned pages overlap, and a new task moves all others back by one.
      if (seen.has(task.id)) continue;
      seen.add(task.id);
      yield { task, offset: start + index };
    }
    if (length < pageSize) return;
    next = start + pageSize;
  }
}

/** Far into a list, small pages would have numbers above the maximum. */
function pageAt({ maxSize }: KlingList, offset: number, count: number): KlingPage {
  const minSize = Math.min(Math.ceil((offset + 1) / limits.page.maxNumber), maxSize);
  return pageHolding(offset, Math.max(count, minSize), maxSize);
}
