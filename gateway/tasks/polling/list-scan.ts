import type { Task } from '@kling-elements/validation';

import type { KlingClient } from '../../kling/client.ts';

/** The fewest and the most tasks on a page (docs/kling-api.md, section 2). */
const smallestPage = 50;
const largestPage = 500;

/** A page is worth its call if it saves this many calls for single tasks. */
const callsSaved = 3;

/**
 * Reads the list of the account's tasks page by page in search of some of them. New ones are probably first
 * (docs/kling-api.md, section 4, row 14), but nothing here depends on it: the scan ends when all are found, at the last
 * page, or when it has cost a third of what fetching each missing task would.
 *
 * @param missing IDs of the tasks to find; each is deleted as it is found
 * @param polledTasks the number of tasks that are polled in all: as many may come before the missing ones
 */
export async function* scanList(
  client: Pick<KlingClient, 'tasks'>,
  missing: Set<string>,
  polledTasks: number,
): AsyncGenerator<readonly Task[], void> {
  const pageSize = Math.min(largestPage, Math.max(smallestPage, polledTasks * 2));
  for (let pageNum = 1; ; pageNum += 1) {
    const page = await client.tasks({ pageNum, pageSize });
    for (const { id } of page.tasks) missing.delete(id);
    yield page.tasks;
    if (page.length < pageSize || pageNum * callsSaved >= missing.size) return;
  }
}
