import { describe, expect, jest, test } from '@jest/globals';

import { collect } from '../testing/collect.ts';
import { pushed } from '../testing/pushed.ts';
import { endable } from './endable.ts';

const done = { done: true, value: undefined };

describe('a stream that can be ended from outside', () => {
  test('gives the values of its source and ends with it, telling so once', async () => {
    const source = pushed<string>();
    const onEnd = jest.fn();
    const stream = endable(source, String, onEnd);
    source.push('a');
    source.push('b');
    source.finish();
    expect(await collect(stream)).toEqual(['a', 'b']);
    expect(await stream.next()).toEqual(done);
    expect(onEnd).toHaveBeenCalledTimes(1);
  });

  test('ends at once while it waits, and lets its source go', async () => {
    const source = pushed<string>();
    const onEnd = jest.fn();
    const stream = endable(source, String, onEnd);
    const waiting = stream.next();
    stream.end();
    expect(await waiting).toEqual(done);
    await source.left;
    expect(onEnd).toHaveBeenCalledTimes(1);
  });

  test('does not wait for a source that does not let go', async () => {
    const never = new Promise<never>(() => undefined);
    const source: AsyncIterableIterator<string> = {
      next: () => never,
      return: () => never,
      [Symbol.asyncIterator]: () => source,
    };
    const stream = endable(source, String, () => undefined);
    const waiting = stream.next();
    expect(await stream.return?.()).toEqual(done);
    expect(await waiting).toEqual(done);
  });

  test('a failure becomes the last value', async () => {
    const source = pushed<string>();
    source.push('a');
    source.fail(new Error('broken'));
    source.push('never seen');
    const onEnd = jest.fn();
    const stream = endable(source, (error) => `failed: ${(error as Error).message}`, onEnd);
    expect(await collect(stream)).toEqual(['a', 'failed: broken']);
    expect(onEnd).toHaveBeenCalledTimes(1);
  });

  test('a failure after its end is nobody’s any more', async () => {
    const source = pushed<string>();
    const stream = endable(
      source,
      () => 'failed',
      () => undefined,
    );
    const waiting = stream.next();
    stream.end();
    source.fail(new Error('too late'));
    expect(await waiting).toEqual(done);
    expect(await stream.next()).toEqual(done);
  });
});
