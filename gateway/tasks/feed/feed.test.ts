import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Task, TaskStatus } from '@kling-elements/validation';

import { Feed, type TaskSource } from './feed.ts';
import type { Change } from '../../ledger/change.ts';
import type { TaskRow } from '../../ledger/task-row.ts';
import { ChangeLog } from '../../testing/change-log.ts';
import { sampleTask } from '../../testing/samples.ts';
import { awaitFirst } from '../../streams/await-first.ts';
import { fromAsyncIterable } from '../../streams/from-async-iterable.ts';

const statuses: readonly TaskStatus[] = ['SUBMITTED', 'PROCESSING', 'SUCCEEDED'];

let log: ChangeLog;
beforeEach(() => {
  log = new ChangeLog();
});

function publish(feed: Feed, row: TaskRow): void {
  feed.publish(log.add(row));
}

/** The row of a task in its first, second or third state. */
function rowAt(version: 1 | 2 | 3, change: Partial<Task> = {}): TaskRow {
  const status = statuses[version - 1] ?? 'FAILED';
  return {
    task: sampleTask({ status, ...change }),
    version,
    createdHere: true,
    awaitingDetails: false,
    recordedAt: 0,
  };
}

function subscriptionTo(row: () => TaskRow | Promise<TaskRow>) {
  const interest: string[] = [];
  const begun = Promise.withResolvers<undefined>();
  const subscription: TaskSource = {
    find: () => Promise.resolve('1001'),
    snapshot: async () => row(),
    subscribed: () => {
      interest.push('begun');
      begun.resolve(undefined);
    },
    unsubscribed: () => interest.push('ended'),
  };
  return { subscription, interest, begun: begun.promise };
}

async function next(iterator: AsyncIterator<Task | Change>): Promise<string> {
  const { value, done } = (await iterator.next()) as IteratorResult<Task | Change, undefined>;
  if (done === true) return 'done';
  const { id, status } = 'row' in value ? value.row.task : value;
  return `${id} ${status}`;
}

const everything = { statuses: undefined, after: undefined };

describe('a subscriber to one task', () => {
  test('a subscriber gets the current state, then each change, then the end', async () => {
    const feed = new Feed(log);
    const { subscription, interest } = subscriptionTo(() => rowAt(1));
    const subscriber = feed.task('1001', subscription);
    expect(await next(subscriber)).toBe('1001 SUBMITTED');
    publish(feed, rowAt(2));
    publish(feed, rowAt(3));
    expect(await next(subscriber)).toBe('1001 PROCESSING');
    expect(await next(subscriber)).toBe('1001 SUCCEEDED');
    expect(await next(subscriber)).toBe('done');
    expect(await next(subscriber)).toBe('done');
    expect(interest).toEqual(['begun', 'ended']);
    expect(feed.counters).toEqual({ delivered: 3, dropped: 0, subscribers: 0 });
  });

  test('a subscriber gets a change between subscription and snapshot once', async () => {
    const feed = new Feed(log);
    const { subscription } = subscriptionTo(() => {
      publish(feed, rowAt(2));
      return rowAt(2);
    });
    const subscriber = feed.task('1001', subscription);
    expect(await next(subscriber)).toBe('1001 PROCESSING');
    publish(feed, rowAt(2));
    publish(feed, rowAt(3));
    expect(await next(subscriber)).toBe('1001 SUCCEEDED');
    expect(await next(subscriber)).toBe('done');
  });

  test('a subscriber never goes back to a snapshot older than a change', async () => {
    const feed = new Feed(log);
    const { subscription } = subscriptionTo(() => {
      publish(feed, rowAt(3));
      return rowAt(2);
    });
    const subscriber = feed.task('1001', subscription);
    expect(await next(subscriber)).toBe('1001 SUCCEEDED');
    expect(await next(subscriber)).toBe('done');
  });

  test('a subscriber does not get a state that still awaits its details', async () => {
    const feed = new Feed(log);
    const { subscription, begun } = subscriptionTo(() => ({
      ...rowAt(3, { statusMessage: 'without details' }),
      version: 2,
      awaitingDetails: true,
    }));
    const first = feed.task('1001', subscription).next();
    await begun;
    publish(feed, rowAt(3, { statusMessage: 'with details' }));
    expect((await first).value).toMatchObject({ status: 'SUCCEEDED', statusMessage: 'with details' });
  });

  test('a subscriber may leave while it waits, and is released at once', async () => {
    const feed = new Feed(log);
    const { subscription, interest } = subscriptionTo(() => rowAt(1));
    const subscriber = feed.task('1001', subscription);
    await next(subscriber);
    const waiting = next(subscriber);
    await subscriber.return?.();
    expect(await waiting).toBe('done');
    expect(interest).toEqual(['begun', 'ended']);
    publish(feed, rowAt(2));
    expect(feed.counters).toEqual({ delivered: 1, dropped: 0, subscribers: 0 });
  });

  test('a subscriber may leave before its task is found', async () => {
    const feed = new Feed(log);
    const found = Promise.withResolvers<TaskRow>();
    const { subscription, interest } = subscriptionTo(() => found.promise);
    const subscriber = feed.task('1001', subscription);
    const waiting = next(subscriber);
    await subscriber.return?.();
    found.resolve(rowAt(1));
    expect(await waiting).toBe('done');
    expect(interest).toEqual([]);
    expect(feed.counters.subscribers).toBe(0);
  });

  test('values that a leaving subscriber has not read count as dropped', async () => {
    const feed = new Feed(log);
    const subscriber = feed.task('1001', subscriptionTo(() => rowAt(1)).subscription);
    await next(subscriber);
    publish(feed, rowAt(2));
    await subscriber.return?.();
    expect(feed.counters.dropped).toBe(1);
    expect(await next(subscriber)).toBe('done');
  });

  test('a subscriber fails once with the reason when its task cannot be found', async () => {
    const feed = new Feed(log);
    const { subscription } = subscriptionTo(() => Promise.reject(new Error('no such task')));
    const subscriber = feed.task('1001', subscription);
    await expect(subscriber.next()).rejects.toThrow('no such task');
    expect(await next(subscriber)).toBe('done');
  });

  test('a subscriber gets what is waiting, then the reason why no more will come', async () => {
    const feed = new Feed(log);
    const subscriber = feed.task('1001', subscriptionTo(() => rowAt(1)).subscription);
    await next(subscriber);
    publish(feed, rowAt(2));
    feed.fail('1001', new Error('gone'));
    expect(await next(subscriber)).toBe('1001 PROCESSING');
    await expect(subscriber.next()).rejects.toThrow('gone');
  });

  test('throwing into a subscription ends it', async () => {
    const feed = new Feed(log);
    const subscriber = feed.task('1001', subscriptionTo(() => rowAt(1)).subscription);
    await next(subscriber);
    await expect(subscriber.throw?.(new Error('mine'))).rejects.toThrow('mine');
    expect(feed.counters.subscribers).toBe(0);
  });
});

describe('a subscriber to all changes', () => {
  test('a subscriber to all changes gets every change since it subscribed', async () => {
    const feed = new Feed(log);
    publish(feed, rowAt(1));
    const subscriber = feed.changes(everything);
    publish(feed, rowAt(2));
    expect(await next(subscriber)).toBe('1001 PROCESSING');
  });

  test('a subscriber to all changes does not get a state that it did not ask for', async () => {
    const feed = new Feed(log);
    const subscriber = feed.changes({ ...everything, statuses: ['PROCESSING', 'FAILED'] });
    publish(feed, rowAt(1, { id: 'a' }));
    publish(feed, rowAt(2, { id: 'a' }));
    publish(feed, rowAt(3, { id: 'a' }));
    publish(feed, rowAt(2, { id: 'b' }));
    expect(await next(subscriber)).toBe('a PROCESSING');
    expect(await next(subscriber)).toBe('b PROCESSING');
  });

  test('a subscriber to all changes does not get a task created elsewhere when it is first found', async () => {
    const feed = new Feed(log);
    const subscriber = feed.changes(everything);
    publish(feed, { ...rowAt(1, { id: 'elsewhere' }), createdHere: false });
    publish(feed, rowAt(1, { id: 'here' }));
    expect(await next(subscriber)).toBe('here SUBMITTED');
  });
});

test('closing the feed ends all subscribers, later ones too', async () => {
  const feed = new Feed(log);
  const found = Promise.withResolvers<TaskRow>();
  const subscribers = [
    feed.task('1001', subscriptionTo(() => rowAt(1)).subscription),
    feed.task('1001', subscriptionTo(() => found.promise).subscription),
    feed.changes(everything),
  ];
  expect(await next(subscribers[0] ?? feed.changes(everything))).toBe('1001 SUBMITTED');
  const waiting = Promise.all(subscribers.map(next));
  feed.close();
  expect(await waiting).toEqual(['done', 'done', 'done']);
  expect(await next(feed.changes(everything))).toBe('done');
  expect(await next(feed.task('1001', subscriptionTo(() => rowAt(1)).subscription))).toBe('done');
  expect(feed.counters.subscribers).toBe(0);
});

test('closing the feed interrupts its readers, which are not told that their subscription is complete', async () => {
  const feed = new Feed(log);
  const never = new Promise<TaskRow>(() => undefined);
  const opening = awaitFirst(feed.task('1001', subscriptionTo(() => never).subscription));
  const following = feed.changes(everything);
  const ends: string[] = [];
  const reader = {
    write: () => true,
    complete: () => ends.push('complete'),
    interrupt: () => ends.push('interrupt'),
    fail: () => ends.push('fail'),
  };
  fromAsyncIterable(following).start(reader);
  feed.close();
  fromAsyncIterable(await opening).start(reader);
  fromAsyncIterable(feed.changes(everything)).start(reader);
  expect(ends).toEqual(['interrupt', 'interrupt', 'interrupt']);
});
