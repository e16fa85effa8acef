import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';

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

/** The value that a share of the values does not exceed. @param share from 0 to 1 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

export function rounded(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}

/** How much a figure grows for each unit on the other axis: the slope of the line that fits best (least squares). */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (axis: 0 | 1) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const covariance = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return covariance / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}
