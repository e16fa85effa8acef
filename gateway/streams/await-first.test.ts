import { expect, test } from '@jest/globals';

import { collect } from '../testing/collect.ts';
import { pushed } from '../testing/pushed.ts';
import { awaitFirst } from './await-first.ts';

const patient = 60_000;
const impatient = 0;

test('awaitFirst() resolves with the first value, and yields it with all others', async () => {
  const source = pushed<string>();
  const opening = awaitFirst(source, patient);
  for (const value of ['a', 'b', 'c']) source.push(value);
  source.finish();
  expect(await collect(await opening)).toEqual(['a', 'b', 'c']);
});

test('awaitFirst() rejects with a failure before the first value', async () => {
  const source = pushed<string>();
  const opening = awaitFirst(source, patient);
  source.fail(new Error('not found'));
  await expect(opening).rejects.toThrow('not found');
});

test('awaitFirst() opens a stream whose first value takes long, and yields what comes later', async () => {
  const source = pushed<string>();
  const stream = await awaitFirst(source, impatient);
  const all = collect(stream);
  for (const value of ['a', 'b']) source.push(value);
  source.finish();
  expect(await all).toEqual(['a', 'b']);
});

test('awaitFirst() keeps a value that comes after its patience and before its reader', async () => {
  const source = pushed<string>();
  const stream = await awaitFirst(source, impatient);
  source.push('a');
  source.push('b');
  source.finish();
  expect(await collect(stream)).toEqual(['a', 'b']);
});

test('a stream that awaitFirst() has opened fails with what goes wrong later', async () => {
  const source = pushed<string>();
  const stream = await awaitFirst(source, impatient);
  source.fail(new Error('not found'));
  await expect(stream.next()).rejects.toThrow('not found');
});

test('a stream that awaitFirst() has opened can be stopped before its first value', async () => {
  const source = pushed<string>();
  const stream = await awaitFirst(source, impatient);
  await stream.return?.();
  await source.left;
});
