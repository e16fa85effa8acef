import { type Problem, ProblemError } from '@kling-elements/validation';
import { sql } from 'kysely';

import type { Queries } from '../database.ts';
import { channel } from '../listener.ts';
import type { WorkHandlers } from '../../work-coordinator.ts';

/** What gateways send each other as payloads of NOTIFY. An empty payload announces changes in the change log. */
export type Message =
  { readonly hint: string; readonly to: string } | { readonly abandoned: string; readonly problem: Problem };

export async function sendMessage(queries: Queries, message: Message): Promise<void> {
  await sql`select pg_notify(${channel}, ${JSON.stringify(message)})`.execute(queries);
}

/** @returns false when no gateway of this version sent the payload */
export function dispatchMessage(
  payload: string,
  gatewayId: string,
  handlers: WorkHandlers | undefined,
): boolean {
  const message = parse(payload);
  if ('hint' in message) {
    if (message.to === gatewayId) handlers?.onHint(message.hint);
    return true;
  }
  if (!('abandoned' in message)) return false;
  handlers?.onAbandoned(message.abandoned, new ProblemError(message.problem));
  return true;
}

function parse(payload: string): Message | object {
  try {
    const parsed: unknown = JSON.parse(payload);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}
