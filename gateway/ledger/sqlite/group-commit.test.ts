import { describe, expect, test } from '@jest/globals';

import { GroupCommit } from './group-commit.ts';

/** A journal that only counts: what was written counts once it is committed, and is durable once it is flushed. */
function countedJournal() {
  const seen = { commits: 0, jobs: 0, flushes: 0, tidied: 0, durable: [] as number[], log: [] as string[] };
  const disk: { full: boolean; fault: Error | undefined; gate: Promise<unknown> } = {
    full: false,
    fault: undefined,
    gate: Promise.resolve(),
  };
  let written: number[] = [];
  const committed: number[] = [];
  const queue = new GroupCommit({
    begin: () => {
      written = [];
    },
    commit: (jobs) => {
      seen.commits += 1;
      seen.jobs += jobs;
      committed.push(...written);
    },
    rollback: () => undefined,
    flush: async () => {
      seen.flushes += 1;
      const flushed = committed.splice(0);
      await disk.gate;
      if (disk.fault !== undefined) throw disk.fault;
      seen.durable.push(...flushed);
    },
    isFull: () => disk.full,
    tidy: async () => {
      seen.log.push(`tidies with ${committed.length} on their way`);
      await turn();
      seen.tidied += 1;
      disk.full = false;
    },
  });
  const write = (value: number) =>
    queue.add(() => {
      if (value < 0) throw new Error(`${value} cannot be written`);
      written.push(value);
      return value;
    });
  return { seen, disk, queue, write };
}

/** The event loop's next turn. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Work that takes longer than a turn may. */
function busyFor(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

const numbers = (length: number) => Array.from({ length }, (_, index) => index);

describe('a queue of writes', () => {
  test('puts what is waiting into few transactions and fewer flushes, in order', async () => {
    const { seen, write } = countedJournal();
    await expect(Promise.all(numbers(200).map(write))).resolves.toEqual(numbers(200));
    expect(seen.durable).toEqual(numbers(200));
    expect(seen.commits).toBeLessThan(50);
    expect(seen.jobs).toBe(200);
    expect(seen.flushes).toBeLessThanOrEqual(seen.commits);
  });

  test('acknowledges nothing before it is on the disk', async () => {
    const { seen, disk, queue } = countedJournal();
    const gate = Promise.withResolvers();
    disk.gate = gate.promise;
    const order: string[] = [];
    const written = queue.add(
      () => order.push(`written at ${seen.commits}`),
      () => order.push('told'),
    );
    await turn();
    await turn();
    order.push(`flushing at ${seen.commits}`);
    gate.resolve(undefined);
    await written;
    expect(order).toEqual(['written at 0', 'flushing at 1', 'told']);
  });

  test('goes on writing while the disk is busy, and flushes that in one go', async () => {
    const { seen, disk, write } = countedJournal();
    const gate = Promise.withResolvers();
    disk.gate = gate.promise;
    const writes: Promise<number>[] = [];
    for (const value of numbers(5)) {
      writes.push(write(value));
      await turn();
      await turn();
    }
    expect(seen).toMatchObject({ commits: 5, flushes: 1, durable: [] });
    gate.resolve(undefined);
    await Promise.all(writes);
    expect(seen).toMatchObject({ flushes: 2, durable: numbers(5) });
  });

  test('lets the event loop turn between two transactions', async () => {
    const { seen, queue } = countedJournal();
    const burst = numbers(3).map(() =>
      queue.add(() => {
        busyFor(3);
      }),
    );
    const commits: number[] = [];
    const watch = () => {
      commits.push(seen.commits);
      if (seen.commits < 3) setImmediate(watch);
    };
    setImmediate(watch);
    await Promise.all(burst);
    expect(commits.slice(0, 2)).toEqual([1, 2]);
  });

  test('fails only what is at fault', async () => {
    const { seen, write } = countedJournal();
    const results = await Promise.allSettled([write(1), write(-2), write(3)]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(seen.durable).toEqual([1, 3]);
    await expect(write(4)).resolves.toBe(4);
  });

  test('tells when nothing is waiting any more', async () => {
    const { seen, queue, write } = countedJournal();
    await queue.idle();
    void Promise.all(numbers(120).map(write));
    await queue.idle();
    expect(seen.durable).toHaveLength(120);
  });

  test('tidies up a full journal when all is on the disk, and goes on', async () => {
    const { seen, disk, write } = countedJournal();
    const first = write(1);
    await turn();
    disk.full = true;
    await Promise.all([first, write(2), write(3)]);
    expect(seen.log).toEqual(['tidies with 0 on their way']);
    expect(seen.durable).toEqual([1, 2, 3]);
  });

  test('takes no more when the disk has failed', async () => {
    const { disk, queue, write } = countedJournal();
    disk.fault = new Error('EIO');
    const results = await Promise.allSettled([write(1), write(2)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(queue.broken).toBe(true);
    disk.fault = undefined;
    await expect(write(3)).rejects.toThrow('The disk has failed');
    await queue.idle();
  });
});
