import {
  type KlingPage,
  type KlingRequest,
  limits,
  getWithRetries,
  readTask,
  type Task,
  type Runtime,
} from '@kling-elements/validation';

/** A task with Kling's own record of it. */
export interface ListedTask {
  readonly task: Task;
  readonly record: unknown;
}

/**
 * The tasks of a list, page by page. Each is returned once, although new tasks push others onto the next page meanwhile.
 *
 * @param limit the number of tasks that is enough if none is filtered out
 */
export async function* listTasks(
  list: (page: KlingPage) => KlingRequest,
  { limit, maxPageSize }: { limit: number; maxPageSize: number },
  runtime: Runtime,
): AsyncGenerator<ListedTask> {
  const pageSize = Math.min(maxPageSize, Math.max(limit, 30));
  const seen = new Set<string>();
  for (let pageNum = 1; pageNum <= limits.page.maxNumber; pageNum += 1) {
    const { data } = await getWithRetries(list({ pageNum, pageSize }), runtime);
    const records: unknown[] = Array.isArray(data) ? data : [];
    for (const record of records) {
      const task = readTask(record);
      if (task === undefined || seen.has(task.id)) continue;
      seen.add(task.id);
      yield { task, record };
    }
    if (records.length < pageSize) return;
  }
}
