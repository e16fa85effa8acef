import { setTimeout as pause } from 'node:timers/promises';

import type { Program } from '../harness/program.ts';
import { atOnce } from '../../test/e2e/at-once.ts';
import { clockMs } from './clock.ts';
import type { Crowd } from './crowd.ts';
import { post, type Status, statuses } from './news.ts';
import type { Server } from './servers.ts';
import type { Transport } from './subscriptions.ts';

/** What telling a crowd of one change did cost. */
export interface Cost {
  /** Processor time of the server for each event, its share of taking in the news included; in microseconds. */
  readonly cpuUs: number;
  /** From the first news on its way to the last subscriber told, in milliseconds. */
  readonly lastMs: number;
  /** Of one event. */
  readonly bytes: number;
}

/** Of the changes to PROCESSING, and to SUCCEEDED, with which a subscription is over. */
export type Costs = Readonly<Record<Exclude<Status, 'SUBMITTED'>, Cost>>;

const query =
  'subscription ($id: ID!) { taskStatus(id: $id) { id status statusMessage elements { id name description } } }';

/** A crowd is there and knows how its tasks stand, and the server rests. @param ids the task of each subscriber */
export async function gather(
  server: Server,
  crowd: Crowd,
  transport: Transport,
  ids: readonly string[],
): Promise<void> {
  const told = crowd.told('SUBMITTED');
  await crowd.come({ url: server.program.url, transport, query, ids, statuses });
  if (!server.tellsFirst) {
    await quiet(server.program);
    await postAll(server, ids, 'SUBMITTED');
  }
  await told;
  await quiet(server.program);
}

/** Tells those who are gathered of the rest of their tasks' lives. */
export async function tell(server: Server, crowd: Crowd, ids: readonly string[]): Promise<Costs> {
  return {
    PROCESSING: await change(server, crowd, ids, 'PROCESSING'),
    SUCCEEDED: await change(server, crowd, ids, 'SUCCEEDED'),
  };
}

async function change(
  server: Server,
  crowd: Crowd,
  ids: readonly string[],
  status: Status,
): Promise<Cost> {
  const { program } = server;
  const told = crowd.told(status);
  const cpuBefore = program.cpuMs();
  const began = clockMs();
  const [{ at, bytes }] = await Promise.all([told, postAll(server, ids, status)]);
  await quiet(program);
  return { cpuUs: ((program.cpuMs() - cpuBefore) * 1000) / ids.length, lastMs: at - began, bytes };
}

/** The crowd leaves, and the server has noticed. */
export async function disperse(server: Server, crowd: Crowd): Promise<void> {
  await crowd.go();
  await quiet(server.program);
}

/** News goes out once for each task, so many at the same time. */
async function postAll(server: Server, ids: readonly string[], status: Status): Promise<void> {
  const all = [...new Set(ids)].map((id) => server.news(id, status));
  await atOnce(50, all, post);
}

const restMs = 40;
/** A process at rest has its timers still. */
const atRestMs = 0.5;

/** Until the server has next to nothing to do. */
export async function quiet({ cpuMs }: Program): Promise<void> {
  for (let before = cpuMs(); ; ) {
    await pause(restMs);
    const now = cpuMs();
    if (now - before < atRestMs) return;
    before = now;
  }
}
