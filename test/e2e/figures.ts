import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../bench/results');

/** Keeps the figures of a run in `bench/results`, when `WRITE_RESULTS=1`. */
export function writeFigures(name: string, figures: Readonly<Record<string, unknown>>): void {
  if (process.env.WRITE_RESULTS !== '1') return;
  mkdirSync(folder, { recursive: true });
  const told = { name, node: process.version, at: new Date().toISOString(), ...figures };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(told, undefined, 2)}\n`);
}

/** The value that a share of the values does not exceed. @param share from 0 to 1 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

export function rounded(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}
