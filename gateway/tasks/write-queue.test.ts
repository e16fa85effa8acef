import { describe, expect, test } from '@jest/globals';

import { WriteQueue } from './write-queue.ts';

/** A store that only counts: what was written counts once it is committed. */
function countedStore() {
  const store = { commits: 0, rollbacks: 0, durable: [] as number[] };
  let written: number[] = [];
  const queue = new WriteQueue({
    begin: () => {
      written = [];
    },
    commit: () => {
      store.commits += 1;
      store.durable.push(...written);
    },
    rollback: () => {
      store.rollbacks += 1;
    },
  });
  const write = (value: number) =>
    queue.add(() => {
      if (value < 0) throw new Error(`${value} cannot be written`);
      written.push(value);
      return value;
    });
  return { store, queue, write };
}

describe('a queue of writes', () => {
  test('puts what is waiting into few transactions, in order', async () => {
    const { store, write } = countedStore();
    const values = Array.from({ length: 200 }, (_, index) => index);
    await expect(Promise.all(values.map(write))).resolves.toEqual(values);
    expect(store.durable).toEqual(values);
    expect(store.commits).toBeLessThan(50);
    expect(store.commits).toBeGreaterThanOrEqual(4);
  });

  test('acknowledges nothing before it is committed', async () => {
    const { store, queue } = countedStore();
    const order: string[] = [];
    await queue.add(
      () => order.push(`written at ${store.commits}`),
      () => order.push(`committed at ${store.commits}`),
    );
    expect(order).toEqual(['written at 0', 'committed at 1']);
  });

  test('lets the event loop turn between two transactions', async () => {
    const { store, write } = countedStore();
    const burst = Array.from({ length: 120 }, (_, index) => write(index));
    const seen: number[] = [];
    const turn = () => {
      seen.push(store.commits);
      if (store.durable.length < 120) setImmediate(turn);
    };
    setImmediate(turn);
    await Promise.all(burst);
    expect(seen.slice(0, 2)).toEqual([1, 2]);
  });

  test('fails only what is at fault', async () => {
    const { store, write } = countedStore();
    const results = await Promise.allSettled([write(1), write(-2), write(3)]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(store.durable).toEqual([1, 3]);
    await expect(write(4)).resolves.toBe(4);
  });

  test('tells when nothing is waiting any more', async () => {
    const { store, queue, write } = countedStore();
    await queue.idle();
    void Promise.all(Array.from({ length: 120 }, (_, index) => write(index)));
    await queue.idle();
    expect(store.durable).toHaveLength(120);
  });
});
