import { describe, expect, test } from '@jest/globals';

import { RowCache } from './row-cache.ts';
import type { TaskRow } from '../task-row.ts';
import { sampleTask } from '../../testing/samples.ts';

function rowOf(
  id: string,
  change: { readonly externalId?: string; readonly version?: number } = {},
): TaskRow {
  const { externalId = null, version = 1 } = change;
  return {
    task: sampleTask({ id, externalId }),
    version,
    createdHere: true,
    awaitingDetails: false,
    recordedAt: 0,
  };
}

/** In a transaction of its own. */
function write(rows: RowCache, id: string, row: TaskRow | null): void {
  rows.begin();
  rows.write(id, row);
}

describe('recent rows', () => {
  test('are the very same object for readers and writers', () => {
    const rows = new RowCache();
    const row = rowOf('1', { externalId: 'key' });
    rows.read(row, 'key');
    expect(rows.get('1')).toBe(row);
    expect(rows.get('key')).toBe(row);
    expect(rows.newest('1')).toBe(row);
  });

  test('are for writers as they were written, and for readers as they are durable', () => {
    const rows = new RowCache();
    const [first, second] = [rowOf('1'), rowOf('1', { version: 2 })];
    write(rows, '1', first);
    expect(rows.get('1')).toBeUndefined();
    expect(rows.newest('1')).toBe(first);
    write(rows, '1', second);
    rows.flushed('1', first);
    expect(rows.get('1')).toBe(first);
    expect(rows.newest('1')).toBe(second);
    expect(rows.isUnderWay('1')).toBe(true);
    rows.flushed('1', second);
    expect(rows.get('1')).toBe(second);
    expect(rows.isUnderWay('1')).toBe(false);
  });

  test('are forgotten by writers at once, and by readers when that is durable', () => {
    const rows = new RowCache();
    const row = rowOf('1', { externalId: 'key' });
    rows.read(row, 'key');
    write(rows, '1', null);
    expect(rows.newest('1')).toBeNull();
    expect(rows.get('key')).toBe(row);
    rows.flushed('1', null);
    expect(rows.newest('1')).toBeUndefined();
    expect(rows.get('key')).toBeUndefined();
  });

  test('are as before a transaction that is rolled back', () => {
    const rows = new RowCache();
    const [durable, earlier] = [rowOf('1'), rowOf('2')];
    rows.read(durable, '1');
    write(rows, '2', earlier);
    rows.begin();
    rows.write('1', rowOf('1', { version: 2 }));
    rows.write('1', null);
    rows.write('2', null);
    rows.write('3', rowOf('3'));
    rows.rollback();
    expect(rows.newest('1')).toBe(durable);
    expect(rows.newest('2')).toBe(earlier);
    expect(rows.newest('3')).toBeUndefined();
    expect(rows.isUnderWay('1')).toBe(false);
  });

  test('are found anew by an external id that another task has now', () => {
    const rows = new RowCache();
    rows.read(rowOf('1', { externalId: 'key' }), 'key');
    const other = rowOf('2', { externalId: 'key' });
    write(rows, '2', other);
    rows.flushed('2', other);
    expect(rows.get('key')).toBeUndefined();
  });

  test('are found anew by an external id that turns out to be the id of a task', () => {
    const rows = new RowCache();
    rows.read(rowOf('1', { externalId: '2' }), '2');
    const other = rowOf('2');
    write(rows, '2', other);
    rows.flushed('2', other);
    expect(rows.get('2')).toBe(other);
  });

  test('are bounded: the one that nobody asked for longest goes', () => {
    const rows = new RowCache();
    for (let id = 0; id < 10_000; id += 1) rows.read(rowOf(String(id)), String(id));
    expect(rows.get('0')).toBeDefined();
    rows.read(rowOf('10000'), '10000');
    expect(rows.get('0')).toBeDefined();
    expect(rows.get('1')).toBeUndefined();
  });
});
