import type { Change, ChangePosition } from '../change.ts';
import { loggedRow } from '../task-record.ts';
import type { Queries } from './database.ts';

/** The changes after a sequence number, in order. */
export async function changesAfter(queries: Queries, after: number, limit: number): Promise<Change[]> {
  const found = await queries
    .selectFrom('changes')
    .select(['sequence', 'at', 'row'])
    .where('sequence', '>', after)
    .orderBy('sequence')
    .limit(limit)
    .execute();
  return found.map(({ sequence, at, row }) => ({ sequence, at, row: loggedRow(row) }));
}

export async function hasChange(queries: Queries, { sequence, at }: ChangePosition): Promise<boolean> {
  const found = await queries
    .selectFrom('changes')
    .select('sequence')
    .where('sequence', '=', sequence)
    .where('at', '=', at)
    .executeTakeFirst();
  return found !== undefined;
}

export function newestChange(queries: Queries): Promise<ChangePosition | undefined> {
  return queries
    .selectFrom('changes')
    .select(['sequence', 'at'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
}
