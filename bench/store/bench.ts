import { join } from 'node:path';

import { launch } from '../../harness/process.ts';
import { judge } from '../measure/goal.ts';
import { median } from '../../harness/statistics.ts';
import { spread, formatNumber } from '../measure/format.ts';
import { pinned } from '../measure/program.ts';
import { row, table } from '../measure/table.ts';
import { type Burst, type Bursts, kinds } from './bursts.ts';

const changes = 5000;
const rounds = 9;
const names = {
  submitted: 'tasks that are new (the process is cold)',
  processing: 'a change of status',
  succeed: 'the final change, each with an element',
} as const;

async function run(): Promise<Bursts> {
  const words = [process.execPath, join(import.meta.dirname, 'burst.ts'), String(changes)];
  const started = launch(pinned('measured', words), { NODE_ENV: 'production' });
  const code = await started.exited();
  if (code !== 0) throw new Error(started.output());
  return JSON.parse(started.output()) as Bursts;
}

/** A burst of changes into the embedded ledger. */
export async function bench(): Promise<{ versions: string; body: string }> {
  const all: Bursts[] = [];
  for (let round = 0; round < rounds; round += 1) all.push(await run());
  const of = (kind: keyof Bursts, figure: keyof Burst) => all.map((bursts) => bursts[kind][figure]);
  /** The worse of the two kinds of change of a known task. */
  const worse = (figure: keyof Burst) =>
    Math.max(median(of('processing', figure)), median(of('succeed', figure)));
  const tooSoon = kinds.flatMap((kind) => of(kind, 'tooSoon')).reduce((sum, some) => sum + some, 0);
  return {
    versions: '',
    body: `
${formatNumber(changes)} changes of as many tasks, all handed to the embedded ledger in one turn of the event loop, three times in a fresh process; medians of ${rounds} processes (min–max). The ledger's file is on a shared machine's disk, so wall-clock times say less than CPU time.

${table(
  [
    'what',
    'ms until all are acknowledged',
    'CPU ms',
    'longest turn of the event loop, ms',
    'CPU ms in a turn at most',
    'handing over, ms',
    'flushes of the disk',
  ],
  ...kinds.map((kind) =>
    row(
      names[kind],
      spread(of(kind, 'ms')),
      spread(of(kind, 'cpuMs')),
      spread(of(kind, 'stallMs'), 1),
      spread(of(kind, 'stallCpuMs'), 1),
      spread(of(kind, 'handingOverMs'), 1),
      spread(of(kind, 'flushes')),
    ),
  ),
)}

${judge('changes of known tasks, until acknowledged', worse('ms'), { atMost: 100 }, { unit: ' ms', digits: 0 })}
${judge('the longest turn meanwhile, wall-clock time', worse('stallMs'), { atMost: 5 }, { unit: ' ms', digits: 1 })}
${judge('the same in CPU time', worse('stallCpuMs'), { atMost: 5 }, { unit: ' ms', digits: 1 })}
${judge('durable: changes acknowledged before the disk was flushed', tooSoon, { atMost: 0 }, { digits: 0 })}
`,
  };
}
