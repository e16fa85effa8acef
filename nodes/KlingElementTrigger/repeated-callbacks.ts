/** How many keys are remembered; the oldest are forgotten first. */
const capacity = 10_000;
const seen = new Set<string>();

/**
 * Whether one of the keys has been seen before, in this process and as far back as is remembered. (n8n's own static data
 * is no help: what a call writes is lost when the call also starts an execution.)
 */
export function isRepeated(...keys: readonly string[]): boolean {
  const repeated = keys.some((key) => seen.has(key));
  for (const key of keys) seen.add(key);
  if (seen.size > capacity) {
    for (const oldest of [...seen].slice(0, capacity / 10)) seen.delete(oldest);
  }
  return repeated;
}
