import { beforeEach, describe, expect, test } from '@jest/globals';

import type { Change } from '../../ledger/change.ts';
import { ChangeLog } from '../../testing/change-log.ts';
import { nextTurn } from '../../testing/next-turn.ts';
import { sampleChange } from '../../testing/samples.ts';
import { Feed } from './feed.ts';

const { row } = sampleChange(1);
const everything = { statuses: undefined, after: undefined };

let log: ChangeLog;
let feed: Feed;
beforeEach(() => {
  log = new ChangeLog();
  feed = new Feed(log);
});

function publish(count: number): void {
  for (let index = 0; index < count; index += 1) feed.publish(log.add(row));
}

/** Logs changes that this gateway did not publish: from before its start, or of another gateway. */
function logOnly(count: number): Change[] {
  return Array.from({ length: count }, () => log.add(row));
}

async function read(subscriber: AsyncIterator<Change>, count: number): Promise<number[]> {
  const sequences: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const { value } = (await subscriber.next()) as IteratorYieldResult<Change>;
    sequences.push(value.sequence);
  }
  return sequences;
}

const upTo = (last: number, first = 1) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

describe('a subscriber that continues after a change', () => {
  test('a subscriber that continues after a change from before the start gets all changes since, then the new ones', async () => {
    logOnly(120);
    const subscriber = feed.changes({ ...everything, after: 3 });
    expect(await read(subscriber, 117)).toEqual(upTo(120, 4));
    const waiting = read(subscriber, 2);
    await nextTurn();
    publish(2);
    expect(await waiting).toEqual([121, 122]);
  });

  test('a subscriber that continues after a recent change gets those since from memory, as the same objects', async () => {
    publish(10);
    const all = await Promise.all([7, 7, 8].map((after) => read(feed.changes({ ...everything, after }), 2)));
    expect(all).toEqual([
      [8, 9],
      [8, 9],
      [9, 10],
    ]);
    expect(log.reads).toBe(0);
    const { value } = (await feed.changes({ ...everything, after: 9 }).next()) as { value: Change };
    expect(value).toBe(log.changes[9]);
  });

  test('subscribers that continue after the same change at the same time share one read of the log', async () => {
    logOnly(5);
    const all = Array.from({ length: 20 }, () => feed.changes({ ...everything, after: 2 }).next());
    expect(new Set((await Promise.all(all)).map(({ value }) => value as Change)).size).toBe(1);
    expect(log.reads).toBe(1);
  });

  test('a change that is published while a subscriber reads the log is not missed, nor told twice', async () => {
    logOnly(2);
    const blocked = Promise.withResolvers<undefined>();
    const changesAfter = log.changesAfter.bind(log);
    log.changesAfter = async (...args) => {
      const page = await changesAfter(...args);
      await blocked.promise;
      return page;
    };
    const subscriber = feed.changes({ ...everything, after: 1 });
    const reading = read(subscriber, 3);
    await nextTurn();
    publish(1);
    blocked.resolve(undefined);
    await nextTurn();
    publish(1);
    expect(await reading).toEqual([2, 3, 4]);
  });

  test('a change that the log shows before it is published is not told twice', async () => {
    const [, second] = logOnly(2);
    const subscriber = feed.changes({ ...everything, after: 1 });
    expect(await read(subscriber, 1)).toEqual([2]);
    const waiting = read(subscriber, 1);
    await nextTurn();
    if (second !== undefined) feed.publish(second);
    publish(1);
    expect(await waiting).toEqual([3]);
  });

  test('a subscriber fails when the log cannot be read', async () => {
    log.changesAfter = () => Promise.reject(new Error('broken'));
    await expect(feed.changes({ ...everything, after: 1 }).next()).rejects.toThrow('broken');
    expect(feed.counters.subscribers).toBe(0);
  });
});

test('a slow subscriber to all changes gets every change, though few are buffered for it', async () => {
  const subscriber = feed.changes(everything);
  publish(3000);
  expect(await read(subscriber, 3000)).toEqual(upTo(3000));
  const waiting = read(subscriber, 1);
  await nextTurn();
  publish(1);
  expect(await waiting).toEqual([3001]);
  expect(log.reads).toBeGreaterThan(10);
  await subscriber.return?.();
  expect(feed.counters).toEqual({ delivered: 3001, dropped: 0, subscribers: 0 });
});
