/** Does something with every item, in their order, so many at the same time. */
export async function concurrently<Item>(
  workers: number,
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  await Promise.all(
    Array.from({ length: workers }, async () => {
      for (const item of waiting) await work(item);
    }),
  );
}
