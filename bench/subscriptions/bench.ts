import type { Cost } from '../fan-out/audience.ts';
import type { ContenderName } from '../fan-out/servers.ts';
import type { Transport } from '../fan-out/subscribe.ts';
import { versionsOf } from '../measure/contenders.ts';
import { judge } from '../measure/goal.ts';
import { median } from '../../harness/statistics.ts';
import { spread, formatNumber } from '../measure/format.ts';
import { writePlot } from '../measure/plot.ts';
import { row, table } from '../measure/table.ts';
import { type SubscriberMemory, measureMemory } from './memory.ts';
import {
  type Costs,
  gather,
  measure,
  type MeasuredServer,
  startServers,
  publishLife,
} from './measured-servers.ts';

const many = 5000;
const rounds = 5;
/** Successive audiences that warm up a server; small, because the memory they leave behind is reused. */
const warmUps = { audiences: 5, subscribers: 200 } as const;
/** Further numbers of subscribers, and how many rounds each is measured. */
const growth = [
  { subscribers: 100, rounds: 3 },
  { subscribers: 1000, rounds: 3 },
  { subscribers: 10_000, rounds: 1 },
] as const;
const manyTasksRounds = 3;

const transports: readonly Transport[] = ['SSE', 'WebSocket'];
const compared: readonly ContenderName[] = ['bare writer', 'our gateway', 'Hive Gateway'];

type Measured = ReadonlyMap<MeasuredServer, readonly Costs[]>;

const changes = (costs: readonly Costs[] = [], figure: keyof Cost = 'cpuUs') =>
  costs.map(({ change }) => change[figure]);
const ends = (costs: readonly Costs[] = [], figure: keyof Cost = 'cpuUs') =>
  costs.flatMap(({ end }) => (end === undefined ? [] : [end[figure]]));

/** One change, sent to many: the cost per subscriber, compared with the minimum and with other servers. */
export async function bench(): Promise<{ versions: string; body: string }> {
  await using servers = new AsyncDisposableStack();
  const seats = await startServers(servers);
  const seatOf = (contender: ContenderName, transport: Transport) => {
    const found = seats.find((seat) => seat.contender === contender && seat.transport === transport);
    if (found === undefined) throw new Error(`${contender} isn't measured over ${transport}.`);
    return found;
  };
  for (const seat of seats) {
    for (let index = 0; index < warmUps.audiences; index += 1) {
      await publishLife(await gather(seat, warmUps.subscribers, { tasks: 1, changes: 2 }));
    }
  }

  const memory = new Map<MeasuredServer, SubscriberMemory>();
  const staying = new Map<MeasuredServer, Awaited<ReturnType<typeof gather>>>();
  for (const seat of seats) {
    const { memory: ofOne, audience } = await measureMemory(seat, many, rounds);
    memory.set(seat, ofOne);
    if (seat.server.sendsInitialState) await publishLife(audience);
    else staying.set(seat, audience);
  }
  const oneTask = await measure(seats, { subscribers: many, tasks: 1, rounds }, staying);
  const growing = seats.filter(({ contender }) => compared.includes(contender));
  const grown = new Map<number, Measured>([[many, oneTask]]);
  for (const { subscribers, rounds: times } of growth) {
    grown.set(subscribers, await measure(growing, { subscribers, tasks: 1, rounds: times }));
  }
  const apart = compared.map((contender) => seatOf(contender, 'SSE'));
  const manyTasks = await measure(apart, { subscribers: many, tasks: many, rounds: manyTasksRounds });

  const cpu = (measured: Measured, contender: ContenderName, transport: Transport) =>
    median(changes(measured.get(seatOf(contender, transport))));
  const times = (measured: Measured, one: ContenderName, other: ContenderName, transport: Transport) =>
    cpu(measured, one, transport) / cpu(measured, other, transport);
  const endTimes = (measured: Measured, { contender, transport }: MeasuredServer) =>
    median(ends(measured.get(seatOf(contender, transport)))) /
    median(ends(measured.get(seatOf('bare writer', transport))));
  const counts = [...grown.keys()].sort((one, other) => one - other);

  const body = `
Each subscriber has its own socket and requests the same five fields of \`taskStatus\`; each is verified to receive every change once and in order. CPU time is that of the server's process, from before the update arrives until the server is idle again, divided by the number of events sent (min–max in brackets). The bare writer creates and frames each event once and writes it straight to every socket: the same bytes as our gateway, which also verifies the callback's signature and records the change first. The others have no ledger and receive an unsigned webhook. The time until the last subscriber has the event also depends on how fast the subscribers' process reads, which has the other core.

### One change sent to ${formatNumber(many)} subscribers of one task

${table(
  [
    'server',
    'transport',
    'bytes an event',
    'CPU µs an event',
    'times bare',
    'last one received after, ms',
    'the end of the task: CPU µs an event',
    'times bare',
  ],
  ...seats.map((seat) => {
    const costs = oneTask.get(seat);
    const { contender, transport } = seat;
    const isOver = ends(costs).length > 0;
    return row(
      contender,
      transport,
      formatNumber(median(changes(costs, 'bytes'))),
      spread(changes(costs), 1),
      formatNumber(times(oneTask, contender, 'bare writer', transport), 2),
      formatNumber(median(changes(costs, 'lastMs'))),
      isOver ? spread(ends(costs), 1) : '',
      isOver ? formatNumber(endTimes(oneTask, seat), 2) : '',
    );
  }),
)}

When its task ends, a subscription is completed and removed. The other servers don't do that. Medians of ${rounds} alternating rounds.

${transports
  .flatMap((transport) => [
    judge(`${transport}, times the bare writer`, times(oneTask, 'our gateway', 'bare writer', transport), {
      atMost: 1.4,
    }),
    judge(
      `${transport}, times less than Hive Gateway`,
      times(oneTask, 'Hive Gateway', 'our gateway', transport),
      { atLeast: 3 },
    ),
  ])
  .join('\n')}

### Growth with the number of subscribers

CPU µs an event; medians of ${growth.map((one) => `${one.rounds} (${formatNumber(one.subscribers)})`).join(', ')} and ${rounds} (${formatNumber(many)}) rounds.

${table(
  ['server', 'transport', ...counts.map((count) => formatNumber(count))],
  ...growing.map((seat) =>
    row(
      seat.contender,
      seat.transport,
      ...counts.map((count) => formatNumber(median(changes(grown.get(count)?.get(seat))), 1)),
    ),
  ),
)}

${writePlot('subscriptions', {
  title: 'One change sent to many',
  x: 'subscribers of one task',
  y: 'CPU µs an event',
  lines: growing.map((seat) => ({
    name: `${seat.contender}, ${seat.transport}`,
    points: counts.map((count) => [count, median(changes(grown.get(count)?.get(seat)))] as const),
  })),
})}

### Memory of an idle subscriber

The growth of the server process's memory with ${formatNumber(many)} subscribers that have received their task's state, per subscriber; after a garbage collection, in a process that had ${formatNumber(warmUps.subscribers)} at a time before. Resident memory contains gaps that differ between runs, so memory in use (V8's heap and external memory) is the steadier figure. Neither includes the kernel's memory for each socket.

${table(
  ['server', 'transport', 'resident, kB', 'in use, kB'],
  ...seats.map((seat) =>
    row(
      seat.contender,
      seat.transport,
      formatNumber(memory.get(seat)?.resident ?? NaN, 1),
      formatNumber(memory.get(seat)?.live ?? NaN, 1),
    ),
  ),
)}

${transports
  .map((transport) =>
    judge(
      `${transport}, resident`,
      memory.get(seatOf('our gateway', transport))?.resident ?? NaN,
      { atMost: transport === 'SSE' ? 20 : 12 },
      { unit: ' kB', digits: 1 },
    ),
  )
  .join('\n')}

### ${formatNumber(many)} subscribers of ${formatNumber(many)} tasks

Server-Sent Events; a callback for each task, up to 50 at a time; receiving them is included in the figures. Medians of ${manyTasksRounds} alternating rounds.

${table(
  ['server', 'CPU µs an event', 'last one received after, ms', 'the end of the tasks: CPU µs an event'],
  ...apart.map((seat) => {
    const costs = manyTasks.get(seat);
    return row(
      seat.contender,
      spread(changes(costs)),
      formatNumber(median(changes(costs, 'lastMs'))),
      ends(costs).length > 0 ? spread(ends(costs)) : '',
    );
  }),
)}

${judge('times less than Hive Gateway', times(manyTasks, 'Hive Gateway', 'our gateway', 'SSE'), { atLeast: 2 })}
`;
  return { versions: versionsOf('mercurius', 'graphql-yoga', '@graphql-hive/gateway'), body };
}
