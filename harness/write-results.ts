import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';

import { rounded } from './statistics.ts';

const folder = join(import.meta.dirname, '../bench/results');

/** Writes the figures of a run to `bench/results`, if `WRITE_RESULTS=1`. */
export function writeResults(name: string, figures: Readonly<Record<string, unknown>>): void {
  if (process.env.WRITE_RESULTS !== '1') return;
  mkdirSync(folder, { recursive: true });
  // The load shows how far the times can be trusted.
  const machine = { cores: availableParallelism(), loadAverage: rounded(loadavg()[0] ?? NaN) };
  const results = { name, node: process.version, at: new Date().toISOString(), machine, ...figures };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(results, undefined, 2)}\n`);
}
