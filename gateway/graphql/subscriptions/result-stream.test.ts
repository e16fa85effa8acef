import { describe, expect, jest, test } from '@jest/globals';
import type { ExecutionResult } from 'graphql';

import { collect } from '../../testing/collect.ts';
import { type Pushed, pushed } from '../../testing/pushed.ts';
import { SharedExecutions, type ExecuteEvent } from './shared-executions.ts';
import { ResultStream } from './result-stream.ts';

const done = { done: true, value: undefined };

interface Event {
  readonly name: string;
}

/** A stream of results `{ data: { name } }`; failures come as `{ data: { failed } }`. */
function streamOf(
  source: Pushed<Event>,
  execute: ExecuteEvent = (event) => ({ data: { ...event } }),
): { stream: ResultStream; ended: jest.Mock; unused: jest.Mock } {
  const ended = jest.fn();
  const unused = jest.fn();
  const results = new SharedExecutions(execute, unused).join();
  const failed = (error: unknown): ExecutionResult => ({ data: { failed: String(error) } });
  return {
    stream: new ResultStream(source, results, 'request', { resultOfFailure: failed, onEnd: ended }),
    ended,
    unused,
  };
}

function datas(results: readonly ExecutionResult[]): unknown[] {
  return results.map(({ data }) => data);
}

describe('the results of a subscriber', () => {
  test('the results of a subscriber are those of its events in order, and end with them', async () => {
    const source = pushed<Event>();
    const { stream, ended, unused } = streamOf(source);
    source.push({ name: 'a' });
    source.push({ name: 'b' });
    source.finish();
    expect(datas(await collect(stream))).toEqual([{ name: 'a' }, { name: 'b' }]);
    expect(await stream.next()).toEqual(done);
    expect(ended).toHaveBeenCalledTimes(1);
    expect(unused).toHaveBeenCalledTimes(1);
  });

  test('results keep their order when one takes longer to execute', async () => {
    const source = pushed<Event>();
    const slow = Promise.withResolvers<ExecutionResult>();
    const { stream } = streamOf(source, (event) =>
      (event as Event).name === 'slow' ? slow.promise : { data: { ...event } },
    );
    source.push({ name: 'slow' });
    source.push({ name: 'quick' });
    source.finish();
    const all = collect(stream);
    slow.resolve({ data: { name: 'slow' } });
    expect(datas(await all)).toEqual([{ name: 'slow' }, { name: 'quick' }]);
  });

  test('results can be interrupted while a reader waits, and the source is stopped', async () => {
    const source = pushed<Event>();
    const { stream, ended } = streamOf(source);
    const waiting = stream.next();
    stream.interrupt();
    expect(await waiting).toEqual(done);
    await source.left;
    expect(ended).toHaveBeenCalledTimes(1);
  });

  test('results can be interrupted before they are read, and the source is stopped', async () => {
    const source = pushed<Event>();
    const { stream } = streamOf(source);
    stream.interrupt();
    expect(await stream.next()).toEqual(done);
    await source.left;
  });

  test('the last result tells of a failure of the source', async () => {
    const source = pushed<Event>();
    source.push({ name: 'a' });
    source.fail(new Error('broken'));
    source.push({ name: 'never seen' });
    const { stream, ended } = streamOf(source);
    expect(datas(await collect(stream))).toEqual([{ name: 'a' }, { failed: 'Error: broken' }]);
    expect(ended).toHaveBeenCalledTimes(1);
  });

  test.each<[string, ExecuteEvent]>([
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['rejects', () => Promise.reject(new Error('broken'))],
  ])('the last result tells of an execution that %s', async (_, execute) => {
    const source = pushed<Event>();
    source.push({ name: 'a' });
    const { stream } = streamOf(source, execute);
    expect(datas(await collect(stream))).toEqual([{ failed: 'Error: broken' }]);
    await source.left;
  });

  test('a failure of the source after the end of the results is ignored', async () => {
    const source = pushed<Event>();
    const { stream } = streamOf(source);
    const waiting = stream.next();
    stream.interrupt();
    source.fail(new Error('too late'));
    expect(await waiting).toEqual(done);
    expect(await stream.next()).toEqual(done);
  });
});

describe('a reader is told', () => {
  function endsOf(stream: ResultStream): string[] {
    const ends: string[] = [];
    stream.start({
      write: () => true,
      complete: () => ends.push('complete'),
      interrupt: () => ends.push('interrupt'),
      fail: () => ends.push('fail'),
    });
    return ends;
  }

  test('a reader is told that results were interrupted, not that they are complete', () => {
    const { stream } = streamOf(pushed<Event>());
    const ends = endsOf(stream);
    stream.interrupt();
    stream.resume();
    expect([...new Set(ends)]).toEqual(['interrupt']);
  });

  test('a reader is told of an interruption before it came', () => {
    const { stream } = streamOf(pushed<Event>());
    stream.interrupt();
    expect(endsOf(stream)).toEqual(['interrupt']);
  });
});
