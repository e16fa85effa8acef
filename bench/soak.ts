// Steady traffic on a gateway for minutes: does its memory stay flat, and does it release what it opens?
//   node bench/soak.ts --minutes 15
// Figures go to the terminal, and into bench/results/soak-<store>-<minutes>min.json when WRITE_RESULTS=1.
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { defaultCredentials, startSandbox } from '@kling-elements/sandbox';

import { rounded, slopeOf } from '../harness/statistics.ts';
import { writeResults } from '../harness/write-results.ts';
import { GatewayProcess } from '../harness/gateway/gateway-process.ts';
import { sampleInput } from '../harness/gateway/sample-input.ts';
import { stores } from '../harness/gateway/stores.ts';
import { watchOverSse, watchOverWebSocket } from '../harness/gateway/watch-task.ts';
import {
  CreateElementDocument,
  ElementsDocument,
  TaskDocument,
} from '../harness/graphql/generated/graphql.ts';
import { buildGateway } from '../harness/gateway/bundle.ts';
import { freePort } from '../harness/free-port.ts';
import { Inspected } from './inspected.ts';

/** The interval between creates, in milliseconds. Each task is then watched, queried and called back about. */
const everyMs = 250;
const sampleEveryMs = 5000;
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

const mebibyte = 2 ** 20;

/** What is sampled: the name of the gateway's metric, and the unit in which it is reported. */
const sampled = {
  rssMb: ['process_resident_memory_bytes', mebibyte],
  heapMb: ['nodejs_heap_size_used_bytes', mebibyte],
  externalMb: ['nodejs_external_memory_bytes', mebibyte],
  openFiles: ['process_open_fds', 1],
  handles: ['nodejs_active_resources_total', 1],
  subscribers: ['kling_gateway_subscribers', 1],
} as const;
type Figure = keyof typeof sampled;
type Sample = Readonly<Record<Figure, number>> & { readonly minutes: number };

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '15' }, store: { type: 'string', default: 'embedded' } },
});
const minutes = Number(values.minutes);
const store = stores.find(({ name }) => name === values.store);
if (store === undefined || !(minutes > 0)) throw new Error('Usage: node bench/soak.ts --minutes 15');

buildGateway();
await using opened = await store.open();
await using sandbox = await startSandbox({ seed: 15, taskMs: 3000, ownElements: 100, webhookSecret: secret });
const inspectorPort = await freePort();
await using gateway = await GatewayProcess.start({
  NODE_OPTIONS: `--inspect=127.0.0.1:${inspectorPort}`,
  ...opened.environment,
  KLING_API_KEY: defaultCredentials.apiKey,
  KLING_BASE_URL: sandbox.url,
  KLING_WEBHOOK_SECRET: secret,
});

const inspected = await Inspected.at(inspectorPort);

const counts = { created: 0, watchedByEvents: 0, watchedByWebSocket: 0, queries: 0, forged: 0, failed: 0 };
const inProgress = new Set<Promise<void>>();

async function oneTask(index: number): Promise<void> {
  const { data } = await gateway.client.ask(CreateElementDocument, { input: sampleInput(`soak-${index}`) });
  const result = data?.createElement;
  if (result?.__typename !== 'CreateElementSuccess') throw new Error(JSON.stringify(result));
  counts.created += 1;
  const { id } = result.task;
  const byEvents = index % 2 === 0;
  const watching = byEvents ? watchOverSse(gateway, id) : watchOverWebSocket(gateway, id);
  const forged = await sandbox.sendCallback({ task: id, status: 'failed', signed: false });
  if (forged.httpStatus !== 401)
    throw new Error(`A forged callback was answered with ${String(forged.httpStatus)}.`);
  counts.forged += 1;
  const { connections } = await watching;
  if (connections.flat().at(-1) !== 'SUCCEEDED') throw new Error(`${id}: ${JSON.stringify(connections)}`);
  counts[byEvents ? 'watchedByEvents' : 'watchedByWebSocket'] += 1;
  const queried = await gateway.client.ask(TaskDocument, { id });
  const page = await gateway.client.ask(ElementsDocument, { first: 10 });
  if (queried.data?.task?.final !== true || page.data?.elements?.nodes.length !== 10) {
    throw new Error(JSON.stringify([queried, page]));
  }
  counts.queries += 2;
}

function begin(index: number): void {
  const task = oneTask(index)
    .catch((error: unknown) => {
      counts.failed += 1;
      process.stderr.write(`${String(error)}\n`);
    })
    .finally(() => inProgress.delete(task));
  inProgress.add(task);
}

const began = performance.now();
const elapsed = () => (performance.now() - began) / 60_000;
const samples: Sample[] = [];

/** Before every sixth sample, garbage is collected, so that the heap contains only what is in use. */
const collectEvery = 6;
const live: (readonly [minutes: number, heapMb: number])[] = [];

async function sample(): Promise<void> {
  const isCollected = samples.length % collectEvery === 0;
  if (isCollected) await inspected.collectGarbage();
  const metrics = await gateway.metrics();
  const figures = Object.entries(sampled).map(([figure, [name, unit]]) => [
    figure,
    (metrics.get(name) ?? NaN) / unit,
  ]);
  samples.push({ ...(Object.fromEntries(figures) as Record<Figure, number>), minutes: elapsed() });
  const last = samples.at(-1);
  if (isCollected && last !== undefined) live.push([last.minutes, last.heapMb]);
}

for (let index = 0; elapsed() < minutes; index += 1) {
  begin(index);
  if (index % Math.round(sampleEveryMs / everyMs) === 0) await sample();
  await pause(Math.max(0, index * everyMs + everyMs - (performance.now() - began)));
}
await Promise.all(inProgress);
// By then, idle keep-alive connections are closed.
await pause(10_000);
await sample();

/** The first third is the warm-up: what is compiled and cached there is no leak. */
const steady = samples.slice(0, -1).filter((one) => one.minutes >= minutes / 3);
const figures = Object.keys(sampled) as Figure[];
const summaryOf = (figure: Figure) => ({
  first: rounded(samples[0]?.[figure] ?? NaN),
  steadyMin: rounded(Math.min(...steady.map((one) => one[figure]))),
  steadyMax: rounded(Math.max(...steady.map((one) => one[figure]))),
  afterwards: rounded(samples.at(-1)?.[figure] ?? NaN),
  slopePerMinute: rounded(slopeOf(steady.map((one) => [one.minutes, one[figure]])), 3),
});
const steadyLive = live.filter(([minute]) => minute >= minutes / 3 && minute <= minutes);
const results = {
  minutes,
  store: store.name,
  tasksPerSecond: 1000 / everyMs,
  samples: samples.length,
  counts,
  figures: Object.fromEntries(figures.map((figure) => [figure, summaryOf(figure)])),
  heapInUseMb: {
    first: rounded(live[0]?.[1] ?? NaN),
    steadyFirst: rounded(steadyLive[0]?.[1] ?? NaN),
    steadyLast: rounded(steadyLive.at(-1)?.[1] ?? NaN),
    slopePerMinute: rounded(slopeOf(steadyLive), 3),
  },
  peakMemoryMb: rounded(gateway.peakMemory()),
};
process.stdout.write(`${JSON.stringify(results, undefined, 2)}\n`);
writeResults(`soak-${store.name}-${minutes}min`, results);

inspected.close();
const code = await gateway.stop();
process.exitCode = code === 0 && counts.failed === 0 ? 0 : 1;
