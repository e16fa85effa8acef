import { makeHome } from '../../harness/n8n/home.ts';
import { installN8n, n8nVersion } from '../../harness/n8n/install.ts';
import { met } from '../measure/goal.ts';
import { row, table } from '../measure/table.ts';
import { measureLoad } from './load.ts';
import { items, measurePerItem, rounds as itemRounds } from './per-item.ts';
import { measureImages, rounds as imageRounds } from './images.ts';
import { concurrency, executions, measureWaiting } from './waiting.ts';

const mb = (value: number) => `${value.toFixed(0)} MB`;

/** The n8n package, in a real n8n and against the sandbox. */
export async function bench(): Promise<{ versions: string; body: string }> {
  installN8n();
  const home = await makeHome();

  const perItem = await measurePerItem(home);
  const own = perItem[0]?.cpuMs ?? NaN;
  const ratio = (perItem[1]?.cpuMs ?? NaN) / own;
  const load = measureLoad();
  const images = await measureImages(home);
  const all = 4 * images.imageMB;
  const waiting = await measureWaiting(home);
  const growth = waiting.asleepMB - waiting.othersMB;

  const body = `
### What an item costs

CPU time of n8n for each of ${items} items, without that of the workflow around the node; medians of ${itemRounds} rounds taken in turns. Goal: Create Element at most 1.2 times HTTP Request: ${met(ratio <= 1.2)}.

${table(
  ['node', 'ms an item', 'times HTTP Request'],
  ...perItem.map(({ name, cpuMs }) => row(name, cpuMs.toFixed(2), (cpuMs / own).toFixed(2))),
)}

### Loading

All four nodes and the credential, in a fresh process that has n8n-workflow loaded already; medians of ${load.rounds} processes. Goals: under 60 ms of CPU time (wall-clock time is that of a shared machine), under 600 kB: ${met(load.cpuMs < 60 && load.kB < 600)}.

${table(['CPU time', 'wall-clock time', 'size, unminified'], row(`${load.cpuMs.toFixed(0)} ms`, `${load.ms.toFixed(0)} ms`, `${load.kB.toFixed(0)} kB`))}

### Large images

The peak rise of n8n's memory while one execution receives four images of ${images.imageMB.toFixed(1)} MB (${mb(all)} in total) as an upload; the worst of ${imageRounds} rounds. Goal: at most about 5 times their size: ${met(images.withNode <= 5 * all)}.

${table(
  ['workflow', 'rise', 'times the images'],
  row('upload only', mb(images.without), (images.without / all).toFixed(1)),
  row('upload, then Create Element', mb(images.withNode), (images.withNode / all).toFixed(1)),
)}

### ${executions} executions that wait for a callback

Memory in use after a garbage collection. n8n may run ${concurrency} executions at once here. Goal: none is running, and no memory is used (below 5 % is within n8n's own fluctuations): ${met(waiting.running === 0 && waiting.otherRuns && growth < 0.05 * waiting.othersMB)}.

${table(
  [
    'before',
    `after ${executions} that do not wait`,
    `with ${executions} asleep`,
    'after all have succeeded',
    'running',
    'another one gets through',
    'succeeded',
  ],
  row(
    mb(waiting.beforeMB),
    mb(waiting.othersMB),
    mb(waiting.asleepMB),
    mb(waiting.afterMB),
    waiting.running,
    waiting.otherRuns ? 'yes' : 'no',
    waiting.succeeded,
  ),
)}
`;
  return { versions: `n8n ${n8nVersion}`, body };
}
