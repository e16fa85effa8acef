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

describe('RowCache', () => {
  test('the row cache gives readers and writers the same object', () => {
    const rows = new RowCache();
    const row = rowOf('1', { externalId: 'key' });
    rows.add(row, 'key');
    expect(rows.get('1')).toBe(row);
    expect(rows.get('key')).toBe(row);
    expect(rows.getNewest('1')).toBe(row);
  });

  test('the row cache gives writers what has been written, and readers only what is durable', () => {
    const rows = new RowCache();
    const [first, second] = [rowOf('1'), rowOf('1', { version: 2 })];
    write(rows, '1', first);
    expect(rows.get('1')).toBeUndefined();
    expect(rows.getNewest('1')).toBe(first);
    write(rows, '1', second);
    rows.markDurable('1', first);
    expect(rows.get('1')).toBe(first);
    expect(rows.getNewest('1')).toBe(second);
    expect(rows.isPending('1')).toBe(true);
    rows.markDurable('1', second);
    expect(rows.get('1')).toBe(second);
    expect(rows.isPending('1')).toBe(false);
  });

  test('a deleted row disappears for writers at once, and for readers when the deletion is durable', () => {
    const rows = new RowCache();
    const row = rowOf('1', { externalId: 'key' });
    rows.add(row, 'key');
    write(rows, '1', null);
    expect(rows.getNewest('1')).toBeNull();
    expect(rows.get('key')).toBe(row);
    rows.markDurable('1', null);
    expect(rows.getNewest('1')).toBeUndefined();
    expect(rows.get('key')).toBeUndefined();
  });

  test('after a rollback the row cache contains what it did before the transaction', () => {
    const rows = new RowCache();
    const [durable, earlier] = [rowOf('1'), rowOf('2')];
    rows.add(durable, '1');
    write(rows, '2', earlier);
    rows.begin();
    rows.write('1', rowOf('1', { version: 2 }));
    rows.write('1', null);
    rows.write('2', null);
    rows.write('3', rowOf('3'));
    rows.rollback();
    expect(rows.getNewest('1')).toBe(durable);
    expect(rows.getNewest('2')).toBe(earlier);
    expect(rows.getNewest('3')).toBeUndefined();
    expect(rows.isPending('1')).toBe(false);
  });

  test('the row cache forgets an external ID that another task has taken', () => {
    const rows = new RowCache();
    rows.add(rowOf('1', { externalId: 'key' }), 'key');
    const other = rowOf('2', { externalId: 'key' });
    write(rows, '2', other);
    rows.markDurable('2', other);
    expect(rows.get('key')).toBeUndefined();
  });

  test('the row cache finds a task by its ID even if it was cached as the external ID of another', () => {
    const rows = new RowCache();
    rows.add(rowOf('1', { externalId: '2' }), '2');
    const other = rowOf('2');
    write(rows, '2', other);
    rows.markDurable('2', other);
    expect(rows.get('2')).toBe(other);
  });

  test('a full row cache drops the least recently used row', () => {
    const rows = new RowCache();
    for (let id = 0; id < 10_000; id += 1) rows.add(rowOf(String(id)), String(id));
    expect(rows.get('0')).toBeDefined();
    rows.add(rowOf('10000'), '10000');
    expect(rows.get('0')).toBeDefined();
    expect(rows.get('1')).toBeUndefined();
  });
});
