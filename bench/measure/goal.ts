import { formatNumber } from './format.ts';

/** The bound of a figure. */
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
