import { sql } from 'kysely';

import type { Queries } from '../database.ts';
import { fromNow, isAlive } from './conditions.ts';

/** Between two renewals of a lease, in milliseconds. */
export const heartbeatMs = 1000;
/** How long a lease lasts without a renewal, in milliseconds. */
const leaseMs = 5000;
/** Rows of gateways whose lease expired this long ago are purged, in milliseconds. */
const purgeAfterMs = 60_000;

/** This gateway's lease: one row, whatever it has acquired, renewed with each heartbeat. */
export class Lease {
  readonly gatewayId: string;
  #validUntil = 0;

  constructor(gatewayId: string) {
    this.gatewayId = gatewayId;
  }

  /** By this gateway's own clock, and a heartbeat early: false before another gateway can acquire the tasks. */
  get isValid(): boolean {
    return performance.now() <= this.#validUntil;
  }

  async renew(queries: Queries): Promise<void> {
    const startedAt = performance.now();
    await queries
      .insertInto('gateways')
      .values({ id: this.gatewayId, lease_expires_at: fromNow(leaseMs) })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((row) => ({
          lease_expires_at: row.ref('excluded.lease_expires_at'),
          // A gateway whose lease had expired comes back as the youngest: what others acquired stays theirs.
          joined_at: row
            .case()
            .when('gateways.lease_expires_at', '<', sql<Date>`now()`)
            .then(sql<Date>`now()`)
            .else(row.ref('gateways.joined_at'))
            .end(),
        })),
      )
      .execute();
    this.#validUntil = startedAt + leaseMs - heartbeatMs;
  }

  /** Other gateways may acquire everything at once. */
  async end(queries: Queries): Promise<void> {
    await queries.deleteFrom('watched_tasks').where('gateway', '=', this.gatewayId).execute();
    await queries.deleteFrom('gateways').where('id', '=', this.gatewayId).execute();
  }
}

/** The IDs of the gateways that are alive, the oldest first. */
export async function aliveGateways(queries: Queries): Promise<string[]> {
  const alive = await queries
    .selectFrom('gateways')
    .select('id')
    .where((gateway) => isAlive(gateway))
    .orderBy('joined_at')
    .orderBy('id')
    .execute();
  return alive.map(({ id }) => id);
}

export async function purgeExpiredLeases(queries: Queries): Promise<void> {
  const expired = await queries
    .deleteFrom('gateways')
    .where('lease_expires_at', '<', fromNow(-purgeAfterMs))
    .returning('id')
    .execute();
  if (expired.length === 0) return;
  const ids = expired.map(({ id }) => id);
  await queries.deleteFrom('watched_tasks').where('gateway', 'in', ids).execute();
}
