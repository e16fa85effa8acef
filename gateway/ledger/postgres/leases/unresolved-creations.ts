import type { Queries } from '../database.ts';
import { isAcquired } from './conditions.ts';

/** Longer than for tasks: a gateway that has only lost the database may still be calling Kling. In milliseconds. */
const graceMs = 15_000;
/** Creates acquired with one heartbeat. */
const batchSize = 500;

/** Acquires the unresolved creates of gateways that are gone. @returns their external IDs */
export async function acquireUnresolvedCreations(queries: Queries, gatewayId: string): Promise<string[]> {
  const acquired = await queries
    .updateTable('creations')
    .set({ acquired_by: gatewayId, in_progress: 0 })
    .where('external_id', 'in', (outer) =>
      outer
        .selectFrom('creations')
        .select('creations.external_id')
        .where('state', '=', 'UNRESOLVED')
        .where((creation) => creation.not(isAcquired('creations.acquired_by', graceMs)))
        .limit(batchSize)
        .forUpdate('creations')
        .skipLocked(),
    )
    .returning('external_id')
    .execute();
  return acquired.map((creation) => creation.external_id);
}
