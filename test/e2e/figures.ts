/** The value below which a share of all lies; NaN of nothing. @param share from 0 to 1 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

export function rounded(value: number, digits = 0): number {
  return Number(value.toFixed(digits));
}
