import { EventEmitter, once } from 'node:events';

import { percentile, median } from '../../harness/statistics.ts';
import { post } from '../fan-out/update.ts';
import { contenders, type Server } from '../fan-out/servers.ts';
import { wholeLife } from '../fan-out/steps.ts';
import { subscribe } from '../fan-out/subscribe.ts';
import { judge } from '../measure/goal.ts';
import { formatNumber } from '../measure/format.ts';
import { measureInTurns } from '../measure/rounds.ts';
import { row, table } from '../measure/table.ts';

const rounds = 300;

/** From sending a callback until the task's subscriber has read the event. */
export async function bench(): Promise<{ versions: string; body: string }> {
  await using bare = await contenders['bare writer'].start({});
  await using ours = await contenders['our gateway'].start({});
  const servers = { 'bare endpoint': bare, 'our gateway': ours };
  const measured = await measureInTurns(servers, measureTask, { rounds, warmUps: 100 });

  const of = (name: keyof typeof servers) => (measured.get(name) ?? []).flat();
  const times = median(of('our gateway')) / median(of('bare endpoint'));
  const body = `
From the moment when the callback is sent until its only subscriber, over Server-Sent Events, has read the event: ${formatNumber(2 * rounds)} callbacks each, one at a time, alternating between the servers. The bare endpoint parses the callback and writes the event to the open socket; our gateway verifies the signature, and publishes a change once it is recorded durably.

${table(
  ['server', 'median, ms', '90 % within, ms', 'times bare'],
  ...(['bare endpoint', 'our gateway'] as const).map((name) =>
    row(
      name,
      formatNumber(median(of(name)), 2),
      formatNumber(percentile(of(name), 0.9), 2),
      formatNumber(median(of(name)) / median(of('bare endpoint')), 2),
    ),
  ),
)}

${judge('median, times the bare endpoint', times, { atMost: 3 })}
`;
  return { versions: '', body };
}

/** @returns how long the subscriber waited for each of the task's two changes, in milliseconds */
async function measureTask(server: Server): Promise<readonly number[]> {
  const [id = ''] = await server.newTasks(1);
  const received = new EventEmitter();
  const next = (status: string) => once(received, status);
  const [first, ...changes] = wholeLife;
  const subscribed = next(first?.status ?? '');
  subscribe.SSE({
    url: server.program.url,
    id,
    localAddress: '127.0.0.1',
    onOpen: () => undefined,
    onEvent: ({ data }) => received.emit(data?.taskStatus.status ?? 'error', performance.now()),
    onEnd: (why) => {
      if (why !== 'complete') received.emit('error', new Error(why));
    },
  });
  await subscribed;
  const waited: number[] = [];
  for (const step of changes) {
    const update = server.updateFor(id, step);
    const delivered = next(step.status);
    const sentAt = performance.now();
    const [[receivedAt]] = await Promise.all([delivered as Promise<[number]>, post(update)]);
    waited.push(receivedAt - sentAt);
  }
  return waited;
}
