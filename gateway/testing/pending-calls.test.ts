import { expect, test } from '@jest/globals';

import { nextTurn } from './next-turn.ts';
import { PendingCalls } from './pending-calls.ts';

/** Its calls end when a test says so. */
class Store {
  readonly #calls: PromiseWithResolvers<string>[] = [];
  readonly name = 'store';

  read(): Promise<string> {
    const call = Promise.withResolvers<string>();
    this.#calls.push(call);
    return call.promise;
  }

  count(): number {
    return this.#calls.length;
  }

  end(value: string): void {
    this.#calls.shift()?.resolve(value);
  }

  fail(): void {
    this.#calls.shift()?.reject(new Error('broken'));
  }
}

function trackedStore() {
  const calls = new PendingCalls();
  const store = calls.track(new Store());
  let isIdle = false;
  const waitUntilIdle = async () => {
    await calls.idle();
    isIdle = true;
  };
  return { calls, store, waitUntilIdle, isIdle: () => isIdle };
}

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn += 1) await nextTurn();
};

test('a tracked object answers as the object itself does', async () => {
  const { store } = trackedStore();
  const reading = store.read();
  expect([store.name, store.count()]).toEqual(['store', 1]);
  store.end('value');
  expect(await reading).toBe('value');
  const failing = store.read();
  store.fail();
  await expect(failing).rejects.toThrow('broken');
});

test('without a call in progress, idle resolves after one turn', async () => {
  const { waitUntilIdle, isIdle } = trackedStore();
  const waiting = waitUntilIdle();
  await Promise.resolve();
  expect(isIdle()).toBe(false);
  await waiting;
});

test('idle waits for a call in progress, however many turns it takes', async () => {
  const { store, waitUntilIdle, isIdle } = trackedStore();
  const reading = store.read();
  const waiting = waitUntilIdle();
  await turns(100);
  expect(isIdle()).toBe(false);
  store.end('value');
  await Promise.all([reading, waiting]);
});

test('idle waits for a call that follows another one', async () => {
  const { store, waitUntilIdle, isIdle } = trackedStore();
  const both = store.read().then(() => store.read());
  const waiting = waitUntilIdle();
  store.end('first');
  await turns(100);
  expect(isIdle()).toBe(false);
  store.end('second');
  expect(await both).toBe('second');
  await waiting;
});

test('idle does not reject with a call that failed', async () => {
  const { store, waitUntilIdle } = trackedStore();
  const reading = expect(store.read()).rejects.toThrow('broken');
  const waiting = waitUntilIdle();
  store.fail();
  await Promise.all([reading, waiting]);
});
