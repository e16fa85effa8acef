import { expect, test } from '@jest/globals';

import { CreationCache } from './creation-cache.ts';

const creation = { externalId: 'key', taskId: null, requestedBy: 'somebody' };

test('the creation cache finds the current state of a create by any of its tokens', () => {
  const creations = new CreationCache();
  creations.set(creation, 'first');
  creations.set({ ...creation, requestedBy: 'another' }, 'second');
  creations.setTaskId('key', '1001');
  const created = { externalId: 'key', taskId: '1001', requestedBy: 'another' };
  expect(creations.get('first')).toEqual(created);
  expect(creations.get('second')).toEqual(created);
  expect(creations.get('third')).toBeUndefined();
});

test('the creation cache no longer finds a deleted create by its tokens', () => {
  const creations = new CreationCache();
  creations.set(creation, 'token');
  creations.delete('key');
  creations.setTaskId('key', '1001');
  expect(creations.get('token')).toBeUndefined();
});

test('the creation cache finds nothing after it was cleared', () => {
  const creations = new CreationCache();
  creations.set(creation, 'token');
  creations.clear();
  expect(creations.get('token')).toBeUndefined();
});
