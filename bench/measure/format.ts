import { median } from '../../harness/statistics.ts';

/** A number as people read it: `18,400`. */
export function formatNumber(value: number, digits = 0): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A median with the least and the most: `43 (41–47)`. */
export function spread(values: readonly number[], digits = 0): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return `${formatNumber(median(values), digits)} (${formatNumber(least, digits)}–${formatNumber(most, digits)})`;
}
