import { describe, expect, test } from '@jest/globals';

import { collect } from '../testing/collect.ts';
import { pushed } from '../testing/pushed.ts';
import { whenIdle } from '../testing/fake-clock.ts';
import type { Reader } from './push-stream.ts';
import { fromAsyncIterable } from './from-async-iterable.ts';

const done = { done: true, value: undefined };

/** Takes so many values at a time, and writes down what it is told. */
function readerWithRoomFor(room: number) {
  const told: string[] = [];
  const reader: Reader<string> = {
    take: (value) => {
      told.push(value);
      return told.length % room !== 0;
    },
    complete: () => told.push('complete'),
    fail: (error) => told.push(String(error)),
  };
  return { told, reader };
}

describe('a stream that flows', () => {
  test('tells its reader no more than there is room for, until it is resumed', async () => {
    const source = pushed<string>();
    const flow = fromAsyncIterable(source);
    const { told, reader } = readerWithRoomFor(2);
    for (const value of ['a', 'b', 'c']) source.push(value);
    source.finish();
    flow.start(reader);
    await whenIdle();
    expect(told).toEqual(['a', 'b']);
    flow.resume();
    await whenIdle();
    expect(told).toEqual(['a', 'b', 'c', 'complete']);
  });

  test('tells its failure', async () => {
    const source = pushed<string>();
    const { told, reader } = readerWithRoomFor(9);
    source.push('a');
    source.fail(new Error('broken'));
    fromAsyncIterable(source).start(reader);
    await whenIdle();
    expect(told).toEqual(['a', 'Error: broken']);
  });

  test('tells nothing more to a reader that has left, and lets the source go', async () => {
    const source = pushed<string>();
    const flow = fromAsyncIterable(source);
    const { told, reader } = readerWithRoomFor(9);
    flow.start(reader);
    flow.stop();
    source.push('a');
    await source.left;
    await whenIdle();
    expect(told).toEqual([]);
  });

  test('is itself when it flows already', () => {
    const flow = fromAsyncIterable(pushed<string>());
    expect(fromAsyncIterable(flow)).toBe(flow);
  });
});

describe('a flow that is read one by one', () => {
  test('gives all values, also to readings that came early, and ends', async () => {
    const source = pushed<string>();
    const flow = fromAsyncIterable(source);
    const early = [flow.next(), flow.next()];
    for (const value of ['a', 'b', 'c']) source.push(value);
    source.finish();
    expect(await Promise.all(early)).toMatchObject([{ value: 'a' }, { value: 'b' }]);
    expect(await collect(flow)).toEqual(['c']);
    expect(await flow.next()).toEqual(done);
  });

  test('fails once', async () => {
    const source = pushed<string>();
    const flow = fromAsyncIterable(source);
    source.fail(new Error('broken'));
    await expect(flow.next()).rejects.toThrow('broken');
    expect(await flow.next()).toEqual(done);
  });

  test('ends at once while a reading waits, although its source does not let go', async () => {
    const never = new Promise<never>(() => undefined);
    const source: AsyncIterableIterator<string> = {
      next: () => never,
      return: () => never,
      [Symbol.asyncIterator]: () => source,
    };
    const flow = fromAsyncIterable(source);
    const waiting = flow.next();
    expect(await flow.return()).toEqual(done);
    expect(await waiting).toEqual(done);
  });
});
