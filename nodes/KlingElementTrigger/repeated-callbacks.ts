/** How many are remembered; the oldest are forgotten first. */
const most = 10_000;
const seen = new Set<string>();

/**
 * Whether one of the keys has been here before, in this process and as far back as is remembered. (n8n's own store
 * for this loses what a call writes that also starts a run.)
 */
export function isRepeat(...keys: readonly string[]): boolean {
  const repeated = keys.some((key) => seen.has(key));
  for (const key of keys) seen.add(key);
  if (seen.size > most) for (const oldest of [...seen].slice(0, most / 10)) seen.delete(oldest);
  return repeated;
}
