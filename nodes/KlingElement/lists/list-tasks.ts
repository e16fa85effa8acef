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
 * The tasks of a list, page by page, each once: while somebody reads, new tasks push others onto the next page.
 *
 * @param wanted how many will do, if all of them count
 */
export async function* listTasks(
  list: (page: KlingPage) => KlingRequest,
  { wanted, mostPerPage }: { wanted: number; mostPerPage: number },
  runtime: Runtime,
): AsyncGenerator<ListedTask> {
  const pageSize = Math.min(mostPerPage, Math.max(wanted, 30));
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
