import { median } from '../../harness/statistics.ts';

/** A number in readable form: `18,400`. */
export function formatNumber(value: number, digits = 0): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A median with minimum and maximum: `43 (41–47)`. */
export function spread(values: readonly number[], digits = 0): string {
  const [min, max] = [Math.min(...values), Math.max(...values)];
  return `${formatNumber(median(values), digits)} (${formatNumber(min, digits)}–${formatNumber(max, digits)})`;
}
