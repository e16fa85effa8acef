import { expect, test } from '@jest/globals';

import { CreationCache } from './creation-cache.ts';

const creation = { externalId: 'key', taskId: null, requestedBy: 'somebody' };

test('a token leads to its create as it is now', () => {
  const creations = new CreationCache();
  creations.set(creation, 'first');
  creations.set({ ...creation, requestedBy: 'another' }, 'second');
  creations.made('key', '1001');
  const made = { externalId: 'key', taskId: '1001', requestedBy: 'another' };
  expect(creations.get('first')).toEqual(made);
  expect(creations.get('second')).toEqual(made);
  expect(creations.get('third')).toBeUndefined();
});

test('a create that is forgotten is not found by its tokens', () => {
  const creations = new CreationCache();
  creations.set(creation, 'token');
  creations.forget('key');
  creations.made('key', '1001');
  expect(creations.get('token')).toBeUndefined();
});

test('nothing is left of what may never have happened', () => {
  const creations = new CreationCache();
  creations.set(creation, 'token');
  creations.clear();
  expect(creations.get('token')).toBeUndefined();
});
