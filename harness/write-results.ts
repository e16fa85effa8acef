import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';

import { rounded } from './statistics.ts';

const folder = join(import.meta.dirname, '../bench/results');

/** Keeps the figures of a run in `bench/results`, when `WRITE_RESULTS=1`. */
export function writeResults(name: string, figures: Readonly<Record<string, unknown>>): void {
  if (process.env.WRITE_RESULTS !== '1') return;
  mkdirSync(folder, { recursive: true });
  // How busy the machine was besides, and before, says how far the times can be trusted.
  const machine = { cores: availableParallelism(), loadAverage: rounded(loadavg()[0] ?? NaN) };
  const told = { name, node: process.version, at: new Date().toISOString(), machine, ...figures };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(told, undefined, 2)}\n`);
}
