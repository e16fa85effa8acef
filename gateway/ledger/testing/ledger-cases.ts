import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import type { CreationIntent, Ledger } from '../ledger.ts';
import type { TaskRow } from '../task-row.ts';
import { sampleElement, sampleTask } from '../../testing/samples.ts';

const intention = (change: Partial<CreationIntent> = {}): CreationIntent => ({
  externalId: 'key',
  fingerprint: 'print',
  requestedBy: 'somebody',
  tokenHash: 'hash',
  at: 5,
  ...change,
});

/** What every store of the ledger does alike. @param open opens an empty one, and lets it be taken away */
export function describeLedger(
  name: string,
  open: () => Promise<{ readonly ledger: Ledger; readonly remove: () => Promise<void> }>,
): void {
  describe(`the ledger in ${name}`, () => {
    let ledger: Ledger;
    let remove: () => Promise<void>;
    let told: TaskRow[];

    beforeEach(async () => {
      ({ ledger, remove } = await open());
      told = [];
      ledger.onChange((row) => told.push(row));
    });
    afterEach(async () => {
      await ledger.close();
      await remove();
    });

    const confirmed = (change: Parameters<typeof sampleTask>[0]) =>
      ledger.record({ task: sampleTask(change), confirmed: true }, 7);
    const intend = (change: Partial<CreationIntent> = {}) => ledger.beginCreation(intention(change));
    const make = (externalId = 'key', id = '1001') =>
      ledger.recordCreated(externalId, { task: sampleTask({ id, externalId }), confirmed: true }, 6);

    describe('intentions', () => {
      test('are new once, then unsettled', async () => {
        expect(await intend()).toEqual({ state: 'NEW' });
        expect(await intend()).toEqual({ state: 'UNRESOLVED' });
        expect(await ledger.unresolvedCreations()).toEqual(['key']);
      });

      test('lead to the task when it was made', async () => {
        await intend();
        const row = await make();
        expect(row).toMatchObject({ createdHere: true, version: 1, recordedAt: 6 });
        expect(await intend()).toEqual({ state: 'CREATED', row });
        expect(await ledger.unresolvedCreations()).toEqual([]);
      });

      test('with another input are refused, whether it was made or not', async () => {
        await intend();
        expect(await intend({ fingerprint: 'other' })).toEqual({ state: 'DIFFERENT_INPUT' });
        await make();
        expect(await intend({ fingerprint: 'other' })).toEqual({ state: 'DIFFERENT_INPUT' });
        expect(await ledger.findCreationByToken('hash')).toEqual({
          externalId: 'key',
          taskId: '1001',
          requestedBy: 'somebody',
        });
      });

      test('are forgotten when Kling refused', async () => {
        await intend();
        await ledger.releaseCreation('key');
        expect(await ledger.findCreationByToken('hash')).toBeUndefined();
        expect(await ledger.unresolvedCreations()).toEqual([]);
        expect(await intend({ fingerprint: 'other' })).toEqual({ state: 'NEW' });
      });

      test('that made nothing may be repeated, also with another input, and keep their tokens', async () => {
        await intend();
        await ledger.recordNotCreated('key');
        expect(await ledger.unresolvedCreations()).toEqual([]);
        expect(await ledger.findCreationByToken('hash')).toEqual({
          externalId: 'key',
          taskId: null,
          requestedBy: 'somebody',
        });
        expect(await intend({ fingerprint: 'other', tokenHash: 'second' })).toEqual({ state: 'NEW' });
        expect(await ledger.findCreationByToken('second')).toEqual({
          externalId: 'key',
          taskId: null,
          requestedBy: 'somebody',
        });
        expect(await intend()).toEqual({ state: 'DIFFERENT_INPUT' });
      });

      test('that made a task cannot be said to have made nothing', async () => {
        await intend();
        await make();
        await ledger.recordNotCreated('key');
        expect((await intend()).state).toBe('CREATED');
      });

      test('have every token that Kling may have been given', async () => {
        await intend();
        await intend({ tokenHash: 'second' });
        await make();
        for (const hash of ['hash', 'second']) {
          expect(await ledger.findCreationByToken(hash)).toEqual({
            externalId: 'key',
            taskId: '1001',
            requestedBy: 'somebody',
          });
        }
        expect(await ledger.findCreationByToken('third')).toBeUndefined();
      });

      test('of two at the same time one is new', async () => {
        const states = await Promise.all([intend(), intend(), intend({ fingerprint: 'other' })]);
        expect(states.map(({ state }) => state)).toEqual(['NEW', 'UNRESOLVED', 'DIFFERENT_INPUT']);
      });
    });

    describe('rows', () => {
      test('move forward only, and tell of each change once', async () => {
        await confirmed({});
        await confirmed({ status: 'SUCCEEDED', updatedAt: 3, elements: [sampleElement()] });
        await confirmed({ status: 'PROCESSING', updatedAt: 2 });
        await confirmed({ status: 'SUCCEEDED', updatedAt: 3, elements: [sampleElement()] });
        expect((await ledger.find('1001'))?.task.status).toBe('SUCCEEDED');
        expect(told.map(({ version, task }) => `${version} ${task.status}`)).toEqual([
          '1 SUBMITTED',
          '2 SUCCEEDED',
        ]);
      });

      test('take up news that comes all at once in its order', async () => {
        const news = ['SUBMITTED', 'PROCESSING', 'FAILED'] as const;
        await Promise.all(news.map((status) => confirmed({ status })));
        expect(told.map(({ task }) => task.status)).toEqual(news);
      });

      test('are found by either id', async () => {
        await confirmed({ externalId: 'mine' });
        expect((await ledger.find('1001'))?.task.externalId).toBe('mine');
        expect((await ledger.find('mine'))?.task.id).toBe('1001');
        expect(await ledger.find('nobody')).toBeUndefined();
      });

      test('come back as they were written', async () => {
        const written = await confirmed({
          status: 'SUCCEEDED',
          elements: [sampleElement()],
          unitsCharged: '0',
        });
        expect(await ledger.find('1001')).toEqual(written);
      });

      test('that do not exist are not made by an update', async () => {
        await confirmed({});
        await ledger.updateKnown([
          { task: sampleTask({ status: 'PROCESSING' }), confirmed: true },
          { task: sampleTask({ id: '1002' }), confirmed: true },
        ]);
        expect((await ledger.find('1001'))?.version).toBe(2);
        expect(await ledger.find('1002')).toBeUndefined();
      });

      test('tell nobody who has stopped listening', async () => {
        const heard: TaskRow[] = [];
        const stop = ledger.onChange((row) => heard.push(row));
        await confirmed({});
        stop();
        await confirmed({ status: 'FAILED' });
        expect(heard).toHaveLength(1);
      });

      test('hold back a success without elements that only a callback tells', async () => {
        await confirmed({});
        await ledger.record({ task: sampleTask({ status: 'SUCCEEDED' }), confirmed: false }, 8);
        expect(await ledger.find('1001')).toMatchObject({ version: 1, awaitingDetails: true });
        expect(told).toHaveLength(1);
      });
    });

    describe('what is to be looked at', () => {
      const unsettled = async (slice: { recordedSince?: number; after?: string; limit?: number } = {}) => {
        const rows = await ledger.incompleteTasks({ recordedSince: 0, after: '', limit: 10, ...slice });
        return rows.map(({ task }) => task.id);
      };

      test('is ours, not settled, and not too old', async () => {
        await confirmed({ id: 'foreign' });
        for (const id of ['final', 'awaiting_details', 'open']) await make(id, id);
        await confirmed({ id: 'final', status: 'FAILED' });
        await ledger.record(
          { task: sampleTask({ id: 'awaiting_details', status: 'SUCCEEDED' }), confirmed: false },
          8,
        );
        expect(await unsettled()).toEqual(['awaiting_details', 'open']);
        expect(await unsettled({ recordedSince: 7 })).toEqual([]);
      });

      test('comes in slices', async () => {
        for (const id of ['c', 'a', 'b']) await make(id, id);
        expect(await unsettled({ limit: 2 })).toEqual(['a', 'b']);
        expect(await unsettled({ limit: 2, after: 'b' })).toEqual(['c']);
      });
    });

    describe('elements', () => {
      const succeeded = { status: 'SUCCEEDED' as const, elements: [sampleElement()] };
      const elementId = sampleElement().id;

      test('lead to their task', async () => {
        expect(await ledger.findByElement(elementId)).toBeUndefined();
        await confirmed(succeeded);
        expect((await ledger.findByElement(elementId))?.task.id).toBe('1001');
      });

      test('are deleted in the row, without a change of status', async () => {
        await confirmed(succeeded);
        await ledger.markElementDeleted(elementId);
        expect((await ledger.find('1001'))?.task.elements[0]?.deleted).toBe(true);
        expect(told).toHaveLength(1);
      });

      test('stay deleted when an answer from before comes late', async () => {
        await ledger.markElementDeleted(elementId);
        expect((await confirmed(succeeded)).task.elements[0]?.deleted).toBe(true);
        await confirmed({ ...succeeded, updatedAt: 9 });
        expect((await ledger.findByElement(elementId))?.task.elements[0]?.deleted).toBe(true);
      });
    });

    describe('cleaning up', () => {
      const finished = { status: 'SUCCEEDED' as const, elements: [sampleElement()] };

      test('forgets what is finished and old, with all that belongs to it', async () => {
        await intend();
        await make();
        await confirmed({ externalId: 'key', ...finished });
        await intend({ externalId: 'none', tokenHash: 'of none' });
        await ledger.recordNotCreated('none');
        expect(await ledger.purge(8, 10)).toBe(3);
        expect(await ledger.find('1001')).toBeUndefined();
        expect(await ledger.findByElement(sampleElement().id)).toBeUndefined();
        for (const hash of ['hash', 'of none'])
          expect(await ledger.findCreationByToken(hash)).toBeUndefined();
        expect(await intend()).toEqual({ state: 'NEW' });
        expect(await ledger.purge(5, 10)).toBe(0);
      });

      test('keeps what is unfinished, unsettled, held back or young', async () => {
        await intend();
        await make();
        await intend({ externalId: 'asked', tokenHash: 'of asked' });
        await ledger.record(
          { task: sampleTask({ id: 'awaiting_details', status: 'SUCCEEDED' }), confirmed: false },
          6,
        );
        await ledger.record({ task: sampleTask({ id: 'young', status: 'FAILED' }), confirmed: true }, 9);
        await confirmed({ id: 'foreign' });
        expect(await ledger.purge(9, 10)).toBe(0);
        for (const id of ['1001', 'awaiting_details', 'young', 'foreign'])
          expect(await ledger.find(id)).toBeDefined();
        expect(await ledger.unresolvedCreations()).toEqual(['asked']);
        expect(await ledger.findCreationByToken('hash')).toEqual({
          externalId: 'key',
          taskId: '1001',
          requestedBy: 'somebody',
        });
      });

      test('takes small steps, the oldest first', async () => {
        for (const [index, id] of ['a', 'b', 'c'].entries()) {
          await ledger.record({ task: sampleTask({ id, status: 'FAILED' }), confirmed: true }, index);
        }
        expect(await ledger.purge(9, 2)).toBe(2);
        expect(await ledger.find('c')).toBeDefined();
        expect(await ledger.purge(9, 2)).toBe(1);
        expect(await ledger.purge(9, 2)).toBe(0);
      });
    });

    test('closing waits for what is being written, and what comes later is refused', async () => {
      const writing = confirmed({});
      await ledger.close();
      expect((await writing).version).toBe(1);
      await expect(confirmed({})).rejects.toThrow('closed');
      await expect(ledger.find('1001')).rejects.toThrow('closed');
    });
  });
}
