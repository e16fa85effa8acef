import { join } from 'node:path';

import { Audience, type Cost } from '../fan-out/audience.ts';
import { type ContenderName, contenders, type Server } from '../fan-out/servers.ts';
import { longLife, wholeLife } from '../fan-out/steps.ts';
import type { Transport } from '../fan-out/subscribe.ts';
import { measureInTurns } from '../measure/rounds.ts';

/** A server that is measured over one transport, in a process of its own. */
export interface MeasuredServer {
  readonly contender: ContenderName;
  readonly transport: Transport;
  readonly server: Server;
}

/** What the changes of a task cost; `end` only for servers that know when a task has ended. */
export interface Costs {
  readonly change: Cost;
  readonly end?: Cost;
}

const heapReports = {
  NODE_OPTIONS: `--expose-gc --import ${join(import.meta.dirname, '../measure/heap.mjs')}`,
};

/** @param stack stops them */
export async function startServers(stack: AsyncDisposableStack): Promise<readonly MeasuredServer[]> {
  const seats: MeasuredServer[] = [];
  for (const contender of Object.keys(contenders) as ContenderName[]) {
    const { transports, start } = contenders[contender];
    for (const transport of transports) {
      seats.push({ contender, transport, server: stack.use(await start(heapReports)) });
    }
  }
  return seats;
}

/** An audience that subscribes to one task, or each of it to a task of its own. */
export async function gather(
  { server, transport }: MeasuredServer,
  subscribers: number,
  { tasks, changes }: { readonly tasks: number; readonly changes: number },
): Promise<Audience> {
  const taskIds = await server.newTasks(tasks);
  const ids = Array.from({ length: subscribers }, (_, index) => taskIds[index % tasks] ?? '');
  const steps = server.sendsInitialState ? wholeLife : longLife(changes);
  return Audience.gather(server, { transport, ids, steps });
}

/** Publishes a task's whole life: a change, and the end. */
export async function publishLife(audience: Audience): Promise<Costs> {
  const change = await audience.publishNext();
  const end = await audience.publishNext();
  await audience.disperse();
  return { change, end };
}

export interface Setup {
  readonly subscribers: number;
  readonly tasks: number;
  readonly rounds: number;
}

/**
 * Measures servers that are warm, in turns. Where tasks end, each round needs a new audience; otherwise one audience
 * stays for all rounds.
 *
 * @param staying audiences that are already subscribed
 */
export async function measure(
  seats: readonly MeasuredServer[],
  { subscribers, tasks, rounds }: Setup,
  staying = new Map<MeasuredServer, Audience>(),
): Promise<ReadonlyMap<MeasuredServer, readonly Costs[]>> {
  for (const seat of seats.filter(({ server }) => !server.sendsInitialState)) {
    if (!staying.has(seat)) staying.set(seat, await gather(seat, subscribers, { tasks, changes: rounds }));
  }
  const named = Object.fromEntries(seats.map((seat, index) => [String(index), seat]));
  const measured = await measureInTurns(
    named,
    async (seat) => {
      const audience = staying.get(seat);
      if (audience !== undefined) return { change: await audience.publishNext() };
      return publishLife(await gather(seat, subscribers, { tasks, changes: rounds }));
    },
    { rounds, warmUps: 0 },
  );
  for (const audience of staying.values()) await audience.disperse();
  return new Map(seats.map((seat, index) => [seat, measured.get(String(index)) ?? []]));
}
