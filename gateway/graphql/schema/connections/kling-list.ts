import { type KlingPage, limits, pageHolding, type Task, type TaskList } from '@kling-elements/validation';

/** One of Kling's lists, read by its aligned pages. */
export interface KlingList {
  /** Tells the cursors of one list from those of another. */
  readonly name: string;
  /** Entries of a page, at most. */
  readonly maxSize: number;
  readonly read: (page: KlingPage) => Promise<TaskList>;
}

export interface Entry {
  readonly task: Task;
  /** Entries before it, at least: those that could not be read are not counted. */
  readonly offset: number;
}

/**
 * The entries of a list from about `offset` on, each once, in as few calls as possible: the first reads `count` of
 * them, each further one twice as many. Kling only has aligned pages, so some entries before `offset` may come first.
 */
export async function* entriesFrom(list: KlingList, offset: number, count: number): AsyncGenerator<Entry> {
  const seen = new Set<string>();
  for (let next = offset, wanted = count; ; wanted *= 2) {
    const { pageNum, pageSize } = pageWithin(list, next, Math.min(wanted, list.maxSize));
    if (pageNum > limits.page.maxNumber) return;
    const { tasks, length } = await list.read({ pageNum, pageSize });
    const start = (pageNum - 1) * pageSize;
    for (const [index, task] of tasks.entries()) {
      // What came before `next`, or was pushed on by a new task meanwhile, has been told already.
      if (seen.has(task.id)) continue;
      seen.add(task.id);
      yield { task, offset: start + index };
    }
    if (length < pageSize) return;
    next = start + pageSize;
  }
}

/** Far into a list small pages would need numbers that Kling does not have. */
function pageWithin({ maxSize }: KlingList, offset: number, count: number): KlingPage {
  const least = Math.min(Math.ceil((offset + 1) / limits.page.maxNumber), maxSize);
  return pageHolding(offset, Math.max(count, least), maxSize);
}
