import type { Task } from '@kling-elements/validation';

import type { KlingClient } from '../../kling/client.ts';

/** At least and at most so many tasks a page (docs/kling-api.md, section 2). */
const smallestPage = 50;
const largestPage = 500;

/** A page is worth its call while it spares so many looks at single tasks. */
const looksSpared = 3;

/**
 * Reads the list of the account's tasks page by page in search of some of them. New ones are probably in front
 * (docs/kling-api.md, section 4, row 14), but nothing here depends on it: the search ends when all are found, at the last
 * page, or when it has cost a third of what looking at each of those missing would.
 *
 * @param wanted ids; those found are taken out of it as the pages come
 * @param followed how many tasks are looked at in all: so many may be before the wanted ones
 */
export async function* scanList(
  client: Pick<KlingClient, 'tasks'>,
  wanted: Set<string>,
  followed: number,
): AsyncGenerator<readonly Task[], void> {
  const pageSize = Math.min(largestPage, Math.max(smallestPage, followed * 2));
  for (let pageNum = 1; ; pageNum += 1) {
    const page = await client.tasks({ pageNum, pageSize });
    for (const { id } of page.tasks) wanted.delete(id);
    yield page.tasks;
    if (page.length < pageSize || pageNum * looksSpared >= wanted.size) return;
  }
}
