import { join } from 'node:path';

import { launch } from '../../test/system/process.ts';
import { judged, median, met, spread, told } from '../harness/figures.ts';
import { pinned } from '../harness/program.ts';
import { row, table } from '../harness/table.ts';
import type { Burst, Bursts } from './bursts.ts';

const changes = 5000;
const rounds = 9;
const kinds = {
  submitted: 'tasks that are new (the process is cold)',
  processing: 'a change of status',
  succeed: 'the final change, each with an element',
} as const;

async function run(): Promise<Bursts> {
  const words = [process.execPath, join(import.meta.dirname, 'burst.ts'), String(changes)];
  const started = launch(pinned('measured', words), { NODE_ENV: 'production' });
  const code = await started.ended();
  if (code !== 0) throw new Error(started.output());
  return JSON.parse(started.output()) as Bursts;
}

/** A burst of changes into the embedded ledger. */
export async function bench(): Promise<{ versions: string; body: string }> {
  const all: Bursts[] = [];
  for (let round = 0; round < rounds; round += 1) all.push(await run());
  const of = (kind: keyof typeof kinds, figure: keyof Burst) => all.map((bursts) => bursts[kind][figure]);
  const { journal, synchronous } = all[0]?.durability ?? { journal: 'none', synchronous: NaN };
  const slower = Math.max(...(['processing', 'succeed'] as const).map((kind) => median(of(kind, 'ms'))));
  const stall = Math.max(...(['processing', 'succeed'] as const).map((kind) => median(of(kind, 'stallMs'))));
  return {
    versions: '',
    body: `
${told(changes)} changes of as many tasks, all handed to the embedded ledger in one turn of the event loop, three times in a fresh process; medians of ${rounds} processes (least–most). Its file is on this machine's disk, in journal mode ${journal} and \`synchronous\` ${synchronous}${synchronous === 2 ? ' (FULL: on the disk before it counts)' : ''}.

${table(
  [
    'what',
    'ms until all are durable',
    'CPU ms',
    'longest turn of the event loop, ms',
    'of the caller: handing over, ms',
  ],
  ...(['submitted', 'processing', 'succeed'] as const).map((kind) =>
    row(
      kinds[kind],
      spread(of(kind, 'ms')),
      spread(of(kind, 'cpuMs')),
      spread(of(kind, 'stallMs'), 1),
      spread(of(kind, 'handingOverMs'), 1),
    ),
  ),
)}

${judged('changes of tasks that are known, until durable', slower, { atMost: 100 }, { unit: ' ms', digits: 0 })}
${judged('the longest turn meanwhile', stall, { atMost: 5 }, { unit: ' ms', digits: 1 })}
- durable: write-ahead log and \`synchronous\` FULL: ${met(journal === 'wal' && synchronous === 2)}
`,
  };
}
