/** Bytes as people and programs write them: "12.4 MB (13,000,000 bytes)"; a MB is 1024 × 1024 bytes, as in the limits. */
export function formatBytes(bytes: number): string {
  const megabytes = bytes / (1024 * 1024);
  return `${formatNumber(megabytes)} MB (${bytes.toLocaleString('en')} bytes)`;
}

/** A number with two decimals at most: 2.5, 2.51, 3. */
export function formatNumber(value: number): string {
  return String(Math.round(value * 100) / 100);
}
