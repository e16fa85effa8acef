/** A case's input as `checkCreateElement` takes it: a file is its bytes. */
export function canonicalForm(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonicalForm);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name === 'file' ? 'bytes' : name, canonicalForm(one)]),
  );
}
