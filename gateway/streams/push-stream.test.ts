import { describe, expect, test } from '@jest/globals';

import { collect } from '../testing/collect.ts';
import { pushed } from '../testing/pushed.ts';
import { nextTurn } from '../testing/next-turn.ts';
import type { Reader } from './push-stream.ts';
import { fromAsyncIterable } from './from-async-iterable.ts';

const done = { done: true, value: undefined };

/** Accepts the given number of values between two calls of `resume`, and records what is written to it. */
function readerWithRoomFor(room: number) {
  const written: string[] = [];
  const reader: Reader<string> = {
    write: (value) => {
      written.push(value);
      return written.length % room !== 0;
    },
    complete: () => written.push('complete'),
    interrupt: () => written.push('interrupt'),
    fail: (error) => written.push(String(error)),
  };
  return { written, reader };
}

describe('a push stream with a reader', () => {
  test('a push stream writes no more than its reader has room for until it is resumed', async () => {
    const source = pushed<string>();
    const stream = fromAsyncIterable(source);
    const { written, reader } = readerWithRoomFor(2);
    for (const value of ['a', 'b', 'c']) source.push(value);
    source.finish();
    stream.start(reader);
    await nextTurn();
    expect(written).toEqual(['a', 'b']);
    stream.resume();
    await nextTurn();
    expect(written).toEqual(['a', 'b', 'c', 'complete']);
  });

  test('a push stream passes an error on to its reader', async () => {
    const source = pushed<string>();
    const { written, reader } = readerWithRoomFor(9);
    source.push('a');
    source.fail(new Error('broken'));
    fromAsyncIterable(source).start(reader);
    await nextTurn();
    expect(written).toEqual(['a', 'Error: broken']);
  });

  test('a stopped push stream writes nothing more and ends its source', async () => {
    const source = pushed<string>();
    const stream = fromAsyncIterable(source);
    const { written, reader } = readerWithRoomFor(9);
    stream.start(reader);
    stream.stop();
    source.push('a');
    await source.left;
    await nextTurn();
    expect(written).toEqual([]);
  });

  test('fromAsyncIterable() returns a push stream unchanged', () => {
    const stream = fromAsyncIterable(pushed<string>());
    expect(fromAsyncIterable(stream)).toBe(stream);
  });
});

describe('a push stream read as an async iterator', () => {
  test('a push stream read as an iterator yields all values, also to reads that came before them, and ends', async () => {
    const source = pushed<string>();
    const stream = fromAsyncIterable(source);
    const early = [stream.next(), stream.next()];
    for (const value of ['a', 'b', 'c']) source.push(value);
    source.finish();
    expect(await Promise.all(early)).toMatchObject([{ value: 'a' }, { value: 'b' }]);
    expect(await collect(stream)).toEqual(['c']);
    expect(await stream.next()).toEqual(done);
  });

  test('a push stream read as an iterator rejects once and is then done', async () => {
    const source = pushed<string>();
    const stream = fromAsyncIterable(source);
    source.fail(new Error('broken'));
    await expect(stream.next()).rejects.toThrow('broken');
    expect(await stream.next()).toEqual(done);
  });

  test('return() ends a push stream immediately while a read is waiting, even if its source never returns', async () => {
    const never = new Promise<never>(() => undefined);
    const source: AsyncIterableIterator<string> = {
      next: () => never,
      return: () => never,
      [Symbol.asyncIterator]: () => source,
    };
    const stream = fromAsyncIterable(source);
    const waiting = stream.next();
    expect(await stream.return()).toEqual(done);
    expect(await waiting).toEqual(done);
  });
});
