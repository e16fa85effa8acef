import type { Queries } from '../database.ts';
import type { NeedsPolling } from './conditions.ts';

/** A list page holds 500 tasks, whoever fetches it: dividing fewer than this would only multiply the pages. */
const worthDividing = 2000;

/**
 * How many tasks a gateway polls. The oldest polls them all, up to what is worth dividing; beyond that, the next oldest
 * ones poll equal shares.
 *
 * @param rank the gateway's place among those that are alive; the oldest is 0
 * @param gateways the number of gateways that are alive
 * @returns 0 when older gateways poll all tasks, Infinity when this one does
 */
export async function shareOf(
  queries: Queries,
  { rank, gateways, needsPolling }: { rank: number; gateways: number; needsPolling: NeedsPolling },
): Promise<number> {
  const { count } = await queries
    .selectFrom('tasks')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('complete', '=', 0)
    .where(needsPolling)
    .executeTakeFirstOrThrow();
  const sharing = Math.min(gateways, Math.max(1, Math.ceil(count / worthDividing)));
  if (rank >= sharing) return 0;
  return sharing === 1 ? Infinity : Math.ceil(count / sharing);
}
