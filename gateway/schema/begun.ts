/**
 * Waits for the first value, so that a failure before it refuses the subscription instead of breaking it off, and
 * gives the same values again.
 */
export async function begun<T>(source: AsyncIterableIterator<T>): Promise<AsyncIterableIterator<T>> {
  let first: IteratorResult<T, unknown> | undefined = await source.next();
  const values: AsyncIterableIterator<T> = {
    next: () => {
      if (first === undefined) return source.next();
      const held = Promise.resolve(first);
      first = undefined;
      return held;
    },
    return: async (value?: unknown) => (await source.return?.(value)) ?? { done: true, value },
    [Symbol.asyncIterator]: () => values,
  };
  return values;
}
