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

/** From a callback on its way until the one who waits for its task has read of it. */
export async function bench(): Promise<{ versions: string; body: string }> {
  await using bare = await contenders['bare writer'].start({});
  await using ours = await contenders['our gateway'].start({});
  const servers = { 'bare endpoint': bare, 'our gateway': ours };
  const measured = await measureInTurns(servers, tellOfATask, { rounds, warmUps: 100 });

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

/** @returns how long its subscriber waited for each of the two changes of a task, in milliseconds */
async function tellOfATask(server: Server): Promise<readonly number[]> {
  const [id = ''] = await server.newTasks(1);
  const heard = new EventEmitter();
  const next = (status: string) => once(heard, status);
  const [begun, ...changes] = wholeLife;
  const known = next(begun?.status ?? '');
  subscribe.SSE({
    url: server.program.url,
    id,
    localAddress: '127.0.0.1',
    onOpen: () => undefined,
    onEvent: ({ data }) => heard.emit(data?.taskStatus.status ?? 'error', performance.now()),
    onEnd: (why) => {
      if (why !== 'complete') heard.emit('error', new Error(why));
    },
  });
  await known;
  const waited: number[] = [];
  for (const step of changes) {
    const news = server.updateFor(id, step);
    const told = next(step.status);
    const sentAt = performance.now();
    const [[heardAt]] = await Promise.all([told as Promise<[number]>, post(news)]);
    waited.push(heardAt - sentAt);
  }
  return waited;
}
