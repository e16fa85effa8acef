/** Memoizes a function of objects; each value is kept for as long as its object lives. */
export function weakMemo<Source extends object, Value>(
  compute: (source: Source) => Value,
): (source: Source) => Value {
  const values = new WeakMap<Source, { readonly value: Value }>();
  return (source) => {
    const memoized = values.get(source);
    if (memoized !== undefined) return memoized.value;
    const value = compute(source);
    values.set(source, { value });
    return value;
  };
}
