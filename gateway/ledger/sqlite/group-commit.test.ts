import { EventEmitter, once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';

import { describe, expect, test } from '@jest/globals';

import { GroupCommit } from './group-commit.ts';

/** A queue over a journal in memory that records its calls: written values are durable once they are flushed. */
function recordingJournal() {
  const seen = {
    commits: 0,
    jobs: 0,
    flushes: 0,
    checkpoints: 0,
    durable: [] as number[],
    log: [] as string[],
  };
  const disk: { needsCheckpoint: boolean; error: Error | undefined; gate: Promise<unknown> } = {
    needsCheckpoint: false,
    error: undefined,
    gate: Promise.resolve(),
  };
  const events = new EventEmitter();
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
      events.emit('commit');
    },
    rollback: () => undefined,
    flush: async () => {
      seen.flushes += 1;
      events.emit('flush');
      const flushed = committed.splice(0);
      await disk.gate;
      if (disk.error !== undefined) throw disk.error;
      seen.durable.push(...flushed);
    },
    needsCheckpoint: () => disk.needsCheckpoint,
    checkpoint: async () => {
      seen.log.push(`checkpoint with ${committed.length} unflushed`);
      await turn();
      seen.checkpoints += 1;
      disk.needsCheckpoint = false;
    },
  });
  const write = (value: number) =>
    queue.add(() => {
      if (value < 0) throw new Error(`${value} cannot be written`);
      written.push(value);
      return value;
    });
  /** Resolves with the next commit, or when the next flush begins. */
  const next = (event: 'commit' | 'flush') => once(events, event);
  return { seen, disk, queue, write, next };
}

/** Blocks the event loop. */
function busyFor(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

const numbers = (length: number) => Array.from({ length }, (_, index) => index);

describe('GroupCommit', () => {
  test('a burst of writes takes few transactions and no more flushes, in order', async () => {
    const { seen, write } = recordingJournal();
    await expect(Promise.all(numbers(200).map(write))).resolves.toEqual(numbers(200));
    expect(seen.durable).toEqual(numbers(200));
    expect(seen.commits).toBeLessThan(50);
    expect(seen.jobs).toBe(200);
    expect(seen.flushes).toBeLessThanOrEqual(seen.commits);
  });

  test('a write is acknowledged only when it is on the disk', async () => {
    const { seen, disk, queue, next } = recordingJournal();
    const gate = Promise.withResolvers();
    disk.gate = gate.promise;
    const order: string[] = [];
    const written = queue.add(
      () => order.push(`written at ${seen.commits}`),
      () => order.push('acknowledged'),
    );
    await next('flush');
    order.push(`flushing at ${seen.commits}`);
    gate.resolve(undefined);
    await written;
    expect(order).toEqual(['written at 0', 'flushing at 1', 'acknowledged']);
  });

  test('what is committed during a flush is flushed together afterwards', async () => {
    const { seen, disk, write, next } = recordingJournal();
    const gate = Promise.withResolvers();
    disk.gate = gate.promise;
    const writes: Promise<number>[] = [];
    for (const value of numbers(5)) {
      writes.push(write(value));
      await next('commit');
    }
    expect(seen).toMatchObject({ commits: 5, flushes: 1, durable: [] });
    gate.resolve(undefined);
    await Promise.all(writes);
    expect(seen).toMatchObject({ flushes: 2, durable: numbers(5) });
  });

  test('the event loop gets a turn between two transactions', async () => {
    const { seen, queue } = recordingJournal();
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

  test('a failed write in a transaction does not fail the others', async () => {
    const { seen, write } = recordingJournal();
    const results = await Promise.allSettled([write(1), write(-2), write(3)]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(seen.durable).toEqual([1, 3]);
    await expect(write(4)).resolves.toBe(4);
  });

  test('idle() resolves when no write is waiting any more', async () => {
    const { seen, queue, write } = recordingJournal();
    await queue.idle();
    void Promise.all(numbers(120).map(write));
    await queue.idle();
    expect(seen.durable).toHaveLength(120);
  });

  test('a checkpoint waits until everything is on the disk, and writes continue after it', async () => {
    const { seen, disk, write, next } = recordingJournal();
    const first = write(1);
    await next('commit');
    disk.needsCheckpoint = true;
    await Promise.all([first, write(2), write(3)]);
    expect(seen.log).toEqual(['checkpoint with 0 unflushed']);
    expect(seen.durable).toEqual([1, 2, 3]);
  });

  test('after a failure of the disk no further write is accepted', async () => {
    const { disk, queue, write } = recordingJournal();
    disk.error = new Error('EIO');
    const results = await Promise.allSettled([write(1), write(2)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(queue.broken).toBe(true);
    disk.error = undefined;
    await expect(write(3)).rejects.toThrow('The disk has failed');
    await queue.idle();
  });
});
