/** The middle of the values; between the two in the middle where their number is even. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle - 1)] ?? NaN)) / 2;
}

/** A median with the least and the most: `43 (41–47)`. */
export function spread(values: readonly number[], digits = 0): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return `${formatNumber(median(values), digits)} (${formatNumber(least, digits)}–${formatNumber(most, digits)})`;
}

/** A number as people read it: `18,400`. */
export function formatNumber(value: number, digits = 0): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** What a figure is to be, at most or at least. */
export type Goal = { readonly atMost: number } | { readonly atLeast: number };

export function isMet(value: number, goal: Goal): boolean {
  return 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast;
}

export const met = (is: boolean): string => (is ? 'met' : '**missed**');

/** One line on a goal: `- the proxy, times: goal at most 0.8, met: 0.61`. @param unit such as ` ms` */
export function judge(
  what: string,
  value: number,
  goal: Goal,
  { unit = '', digits = 2 }: { readonly unit?: string; readonly digits?: number } = {},
): string {
  const bound =
    'atMost' in goal
      ? `at most ${formatNumber(goal.atMost, decimals(goal.atMost))}`
      : `at least ${formatNumber(goal.atLeast, decimals(goal.atLeast))}`;
  return `- ${what}: goal ${bound}${unit}, ${met(isMet(value, goal))}: ${formatNumber(value, digits)}${unit}`;
}

const decimals = (value: number) => String(value).split('.')[1]?.length ?? 0;

/** How many times the other one: the median of the quotients, each within its own round. */
export function medianRatio(values: readonly number[], others: readonly number[]): number {
  return median(values.map((value, round) => value / (others[round] ?? NaN)));
}
