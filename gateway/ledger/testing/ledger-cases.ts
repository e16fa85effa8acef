import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import type { CreationIntent, Ledger } from '../ledger.ts';
import type { Change } from '../change.ts';
import type { TaskRow } from '../task-row.ts';
import { sampleElement, sampleTask } from '../../testing/samples.ts';

const creationIntent = (change: Partial<CreationIntent> = {}): CreationIntent => ({
  externalId: 'key',
  fingerprint: 'print',
  requestedBy: 'somebody',
  tokenHash: 'hash',
  at: 5,
  ...change,
});

/** The behaviour that all ledgers share. @param open opens an empty ledger; `remove` deletes its data */
export function describeLedger(
  name: string,
  open: () => Promise<{ readonly ledger: Ledger; readonly remove: () => Promise<void> }>,
): void {
  describe(`the ledger in ${name}`, () => {
    let ledger: Ledger;
    let remove: () => Promise<void>;
    let published: TaskRow[];

    beforeEach(async () => {
      ({ ledger, remove } = await open());
      published = [];
      ledger.onChange(({ row }) => published.push(row));
    });
    afterEach(async () => {
      await ledger.close();
      await remove();
    });

    const confirmed = (change: Parameters<typeof sampleTask>[0]) =>
      ledger.record({ task: sampleTask(change), confirmed: true }, 7);
    const begin = (change: Partial<CreationIntent> = {}) => ledger.beginCreation(creationIntent(change));
    const createTask = (externalId = 'key', id = '1001') =>
      ledger.recordCreated(externalId, { task: sampleTask({ id, externalId }), confirmed: true }, 6);

    describe('creates', () => {
      test('a create is new the first time and unresolved after that', async () => {
        expect(await begin()).toEqual({ state: 'NEW' });
        expect(await begin()).toEqual({ state: 'UNRESOLVED' });
        expect(await ledger.unresolvedCreations()).toEqual(['key']);
      });

      test('a repeated create leads to the task that was created', async () => {
        await begin();
        const row = await createTask();
        expect(row).toMatchObject({ createdHere: true, version: 1, recordedAt: 6 });
        expect(await begin()).toEqual({ state: 'CREATED', row });
        expect(await ledger.unresolvedCreations()).toEqual([]);
      });

      test('a create under the external ID of another input is refused, with or without a task', async () => {
        await begin();
        expect(await begin({ fingerprint: 'other' })).toEqual({ state: 'DIFFERENT_INPUT' });
        await createTask();
        expect(await begin({ fingerprint: 'other' })).toEqual({ state: 'DIFFERENT_INPUT' });
        expect(await ledger.findCreationByToken('hash')).toEqual({
          externalId: 'key',
          taskId: '1001',
          requestedBy: 'somebody',
        });
      });

      test('a released create is forgotten, and its external ID is free again', async () => {
        await begin();
        await ledger.releaseCreation('key');
        expect(await ledger.findCreationByToken('hash')).toBeUndefined();
        expect(await ledger.unresolvedCreations()).toEqual([]);
        expect(await begin({ fingerprint: 'other' })).toEqual({ state: 'NEW' });
      });

      test('a create that created nothing can be repeated, also with another input, and keeps its tokens', async () => {
        await begin();
        await ledger.recordNotCreated('key');
        expect(await ledger.unresolvedCreations()).toEqual([]);
        expect(await ledger.findCreationByToken('hash')).toEqual({
          externalId: 'key',
          taskId: null,
          requestedBy: 'somebody',
        });
        expect(await begin({ fingerprint: 'other', tokenHash: 'second' })).toEqual({ state: 'NEW' });
        expect(await ledger.findCreationByToken('second')).toEqual({
          externalId: 'key',
          taskId: null,
          requestedBy: 'somebody',
        });
        expect(await begin()).toEqual({ state: 'DIFFERENT_INPUT' });
      });

      test('a create that has a task cannot be marked as not created', async () => {
        await begin();
        await createTask();
        await ledger.recordNotCreated('key');
        expect((await begin()).state).toBe('CREATED');
      });

      test('a create is found by every token that Kling may have been given', async () => {
        await begin();
        await begin({ tokenHash: 'second' });
        await createTask();
        for (const hash of ['hash', 'second']) {
          expect(await ledger.findCreationByToken(hash)).toEqual({
            externalId: 'key',
            taskId: '1001',
            requestedBy: 'somebody',
          });
        }
        expect(await ledger.findCreationByToken('third')).toBeUndefined();
      });

      test('of several equal creates at the same time only one is new', async () => {
        const states = await Promise.all([begin(), begin(), begin({ fingerprint: 'other' })]);
        expect(states.map(({ state }) => state)).toEqual(['NEW', 'UNRESOLVED', 'DIFFERENT_INPUT']);
      });
    });

    describe('rows', () => {
      test('a row only moves forward, and each change is published once', async () => {
        await confirmed({});
        await confirmed({ status: 'SUCCEEDED', updatedAt: 3, elements: [sampleElement()] });
        await confirmed({ status: 'PROCESSING', updatedAt: 2 });
        await confirmed({ status: 'SUCCEEDED', updatedAt: 3, elements: [sampleElement()] });
        expect((await ledger.find('1001'))?.task.status).toBe('SUCCEEDED');
        expect(published.map(({ version, task }) => `${version} ${task.status}`)).toEqual([
          '1 SUBMITTED',
          '2 SUCCEEDED',
        ]);
      });

      test('simultaneous updates of a row are applied in their order', async () => {
        const statuses = ['SUBMITTED', 'PROCESSING', 'FAILED'] as const;
        await Promise.all(statuses.map((status) => confirmed({ status })));
        expect(published.map(({ task }) => task.status)).toEqual(statuses);
      });

      test('a row is found by its ID and by its external ID', async () => {
        await confirmed({ externalId: 'mine' });
        expect((await ledger.find('1001'))?.task.externalId).toBe('mine');
        expect((await ledger.find('mine'))?.task.id).toBe('1001');
        expect(await ledger.find('nobody')).toBeUndefined();
      });

      test('a row is read as it was written', async () => {
        const written = await confirmed({
          status: 'SUCCEEDED',
          elements: [sampleElement()],
          unitsCharged: '0',
        });
        expect(await ledger.find('1001')).toEqual(written);
      });

      test('updateKnown() creates no rows', async () => {
        await confirmed({});
        await ledger.updateKnown([
          { task: sampleTask({ status: 'PROCESSING' }), confirmed: true },
          { task: sampleTask({ id: '1002' }), confirmed: true },
        ]);
        expect((await ledger.find('1001'))?.version).toBe(2);
        expect(await ledger.find('1002')).toBeUndefined();
      });

      test('a listener that was removed is not called', async () => {
        const received: Change[] = [];
        const stop = ledger.onChange((change) => received.push(change));
        await confirmed({});
        stop();
        await confirmed({ status: 'FAILED' });
        expect(received).toHaveLength(1);
      });

      test('a success without elements from a callback is stored but not published', async () => {
        await confirmed({});
        await ledger.record({ task: sampleTask({ status: 'SUCCEEDED' }), confirmed: false }, 8);
        expect(await ledger.find('1001')).toMatchObject({ version: 1, awaitingDetails: true });
        expect(published).toHaveLength(1);
      });
    });

    describe('incomplete tasks', () => {
      const incomplete = async (query: { recordedSince?: number; after?: string; limit?: number } = {}) => {
        const rows = await ledger.incompleteTasks({ recordedSince: 0, after: '', limit: 10, ...query });
        return rows.map(({ task }) => task.id);
      };

      test('the incomplete tasks are those created here, not complete and not too old', async () => {
        await confirmed({ id: 'elsewhere' });
        for (const id of ['final', 'awaiting_details', 'open']) await createTask(id, id);
        await confirmed({ id: 'final', status: 'FAILED' });
        await ledger.record(
          { task: sampleTask({ id: 'awaiting_details', status: 'SUCCEEDED' }), confirmed: false },
          8,
        );
        expect(await incomplete()).toEqual(['awaiting_details', 'open']);
        expect(await incomplete({ recordedSince: 7 })).toEqual([]);
      });

      test('the incomplete tasks are read in pages', async () => {
        for (const id of ['c', 'a', 'b']) await createTask(id, id);
        expect(await incomplete({ limit: 2 })).toEqual(['a', 'b']);
        expect(await incomplete({ limit: 2, after: 'b' })).toEqual(['c']);
      });
    });

    describe('elements', () => {
      const succeeded = { status: 'SUCCEEDED' as const, elements: [sampleElement()] };
      const elementId = sampleElement().id;

      test('an element leads to its task', async () => {
        expect(await ledger.findByElement(elementId)).toBeUndefined();
        await confirmed(succeeded);
        expect((await ledger.findByElement(elementId))?.task.id).toBe('1001');
      });

      test('a deleted element is marked in the row of its task without publishing a change', async () => {
        await confirmed(succeeded);
        await ledger.markElementDeleted(elementId);
        expect((await ledger.find('1001'))?.task.elements[0]?.deleted).toBe(true);
        expect(published).toHaveLength(1);
      });

      test('a deleted element stays deleted when an older response arrives late', async () => {
        await ledger.markElementDeleted(elementId);
        expect((await confirmed(succeeded)).task.elements[0]?.deleted).toBe(true);
        await confirmed({ ...succeeded, updatedAt: 9 });
        expect((await ledger.findByElement(elementId))?.task.elements[0]?.deleted).toBe(true);
      });
    });

    describe('purge', () => {
      const finished = { status: 'SUCCEEDED' as const, elements: [sampleElement()] };

      test('a purge deletes old complete tasks and resolved creates, with their elements and tokens', async () => {
        await begin();
        await createTask();
        await confirmed({ externalId: 'key', ...finished });
        await begin({ externalId: 'none', tokenHash: 'of none' });
        await ledger.recordNotCreated('none');
        expect(await ledger.purge(8, 10)).toBe(3);
        expect(await ledger.find('1001')).toBeUndefined();
        expect(await ledger.findByElement(sampleElement().id)).toBeUndefined();
        for (const hash of ['hash', 'of none'])
          expect(await ledger.findCreationByToken(hash)).toBeUndefined();
        expect(await begin()).toEqual({ state: 'NEW' });
        expect(await ledger.purge(5, 10)).toBe(0);
      });

      test('a purge keeps what is incomplete, unresolved, awaiting details or recent', async () => {
        await begin();
        await createTask();
        await begin({ externalId: 'unresolved', tokenHash: 'of unresolved' });
        await ledger.record(
          { task: sampleTask({ id: 'awaiting_details', status: 'SUCCEEDED' }), confirmed: false },
          6,
        );
        await ledger.record({ task: sampleTask({ id: 'recent', status: 'FAILED' }), confirmed: true }, 9);
        await confirmed({ id: 'elsewhere' });
        expect(await ledger.purge(9, 10)).toBe(0);
        for (const id of ['1001', 'awaiting_details', 'recent', 'elsewhere'])
          expect(await ledger.find(id)).toBeDefined();
        expect(await ledger.unresolvedCreations()).toEqual(['unresolved']);
        expect(await ledger.findCreationByToken('hash')).toEqual({
          externalId: 'key',
          taskId: '1001',
          requestedBy: 'somebody',
        });
      });

      test('a purge deletes at most the given number of tasks, the oldest first', async () => {
        for (const [index, id] of ['a', 'b', 'c'].entries()) {
          await ledger.record({ task: sampleTask({ id, status: 'FAILED' }), confirmed: true }, index);
        }
        expect(await ledger.purge(9, 2)).toBe(2);
        expect(await ledger.find('c')).toBeDefined();
        expect(await ledger.purge(9, 2)).toBe(1);
        expect(await ledger.purge(9, 2)).toBe(0);
      });
    });

    test('before the first change there is no newest one', async () => {
      expect(await ledger.newestChange()).toBeUndefined();
      expect(await ledger.changesAfter(0, 10)).toEqual([]);
    });

    describe('the change log', () => {
      const read = async (after: number, limit = 10) => {
        const changes = await ledger.changesAfter(after, limit);
        return changes.map(({ row: { task, version } }) => `${task.id} ${version} ${task.status}`);
      };
      let told: Change[];
      beforeEach(async () => {
        told = [];
        ledger.onChange((change) => told.push(change));
        await Promise.all([confirmed({}), confirmed({ id: '1002' })]);
        await confirmed({ status: 'PROCESSING' });
        await confirmed({ status: 'PROCESSING', unitsCharged: '1' });
        await confirmed({ id: '1002', status: 'FAILED' });
      });

      test('the change log has every change that listeners are told of, with the same position', async () => {
        expect(await ledger.changesAfter(0, 10)).toEqual(told);
        expect(told.map(({ row: { task, version } }) => `${task.id} ${version}`)).toEqual([
          '1001 1',
          '1002 1',
          '1001 2',
          '1002 2',
        ]);
        for (const change of told) {
          expect(await ledger.hasChange(change)).toBe(true);
          expect(Math.abs(Date.now() - change.at)).toBeLessThan(60_000);
        }
      });

      test('the change log can be read on from any change, some changes at a time', async () => {
        const [first, second] = told;
        expect(await read(first?.sequence ?? 0)).toEqual([
          '1002 1 SUBMITTED',
          '1001 2 PROCESSING',
          '1002 2 FAILED',
        ]);
        expect(await read(second?.sequence ?? 0, 1)).toEqual(['1001 2 PROCESSING']);
        expect(await read(told.at(-1)?.sequence ?? 0)).toEqual([]);
      });

      test('a position from another log is not in the change log', async () => {
        const [first] = told;
        expect(await ledger.hasChange({ sequence: first?.sequence ?? 0, at: 5 })).toBe(false);
        expect(await ledger.hasChange({ sequence: 1000, at: first?.at ?? 0 })).toBe(false);
      });

      test('the newest change is the last that listeners are told of', async () => {
        const { sequence, at } = told.at(-1) ?? {};
        expect(await ledger.newestChange()).toEqual({ sequence, at });
      });

      test('a purge deletes old changes except for the newest, and numbers go on growing', async () => {
        const later = Date.now() + 60_000;
        // The failed task and three changes.
        expect(await ledger.purge(later, 10)).toBe(4);
        expect(await read(0)).toEqual(['1002 2 FAILED']);
        for (const change of told.slice(0, -1)) expect(await ledger.hasChange(change)).toBe(false);
        expect(await ledger.purge(later, 10)).toBe(0);
        const last = told.at(-1)?.sequence ?? 0;
        await confirmed({ status: 'FAILED' });
        expect(told.at(-1)?.sequence).toBeGreaterThan(last);
        expect(await read(last)).toEqual(['1001 3 FAILED']);
      });

      test('a purge deletes at most four times as many changes as tasks', async () => {
        for (let index = 0; index < 6; index += 1) await confirmed({ id: `more ${index}` });
        expect(await ledger.purge(Date.now() + 60_000, 1)).toBe(1 + 4);
        expect(await ledger.changesAfter(0, 20)).toHaveLength(6);
      });
    });

    test('closing the ledger waits for writes in progress, and later calls are rejected', async () => {
      const writing = confirmed({});
      await ledger.close();
      expect((await writing).version).toBe(1);
      await expect(confirmed({})).rejects.toThrow('closed');
      await expect(ledger.find('1001')).rejects.toThrow('closed');
    });
  });
}
