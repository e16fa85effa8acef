import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import type { TaskRow } from '../task-row.ts';
import { openSqliteLedger } from './ledger.ts';
import { expectFirstReleaseRows, firstReleaseRows, firstReleaseTables } from '../testing/first-release.ts';
import { describeLedger } from '../testing/ledger-cases.ts';
import { sampleTask } from '../../testing/samples.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kling-ledger-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describeLedger('SQLite', async () => ({
  ledger: await openSqliteLedger(join(folder, 'new')),
  remove: () => Promise.resolve(),
}));

test('an SQLite ledger that is opened again contains what was written before', async () => {
  const first = await openSqliteLedger(folder);
  await first.beginCreation({
    externalId: 'key',
    fingerprint: 'print',
    requestedBy: 'somebody',
    tokenHash: 'hash',
    at: 1,
  });
  const row = await first.recordCreated('key', { task: sampleTask(), confirmed: true }, 1);
  await first.close();
  const second = await openSqliteLedger(folder);
  expect(await second.find('1001')).toEqual(row);
  expect(await second.findCreationByToken('hash')).toEqual({
    externalId: 'key',
    taskId: '1001',
    requestedBy: 'somebody',
  });
  await second.close();
});

test('opening a ledger that another gateway uses fails with one line that says what to do', async () => {
  const first = await openSqliteLedger(folder);
  await expect(openSqliteLedger(folder)).rejects.toThrow(
    /^Another gateway is using the ledger in .*DATA_DIR\.$/,
  );
  await first.close();
  await (await openSqliteLedger(folder)).close();
});

test('opening a ledger in an unusable folder fails with one line that names the folder', async () => {
  const file = join(folder, 'file');
  await writeFile(file, 'not a folder');
  // Nothing can be created there; with mkdir's `recursive`, Node would never return.
  await expect(openSqliteLedger('/proc/kling/ledger')).rejects.toThrow(
    /^The ledger in .* cannot be opened .*DATA_DIR\.$/,
  );
  await expect(openSqliteLedger(file)).rejects.toThrow(
    /^The ledger in .*file cannot be opened .*DATA_DIR\.$/,
  );
  await writeFile(
    join(folder, 'ledger.sqlite'),
    'not a database, but long enough to look like one'.repeat(20),
  );
  await expect(openSqliteLedger(folder)).rejects.toThrow(/^The ledger in .* cannot be opened .*DATA_DIR\.$/);
});

test('opening a ledger of a newer gateway is refused', async () => {
  await (await openSqliteLedger(folder)).close();
  const database = new DatabaseSync(join(folder, 'ledger.sqlite'));
  database.exec("INSERT INTO kysely_migration VALUES ('999-later', '2030-01-01')");
  database.close();
  await expect(openSqliteLedger(folder)).rejects.toThrow(
    /newer gateway wrote it, use that version or another DATA_DIR\.$/,
  );
});

test('an SQLite ledger of the first release is migrated, and everything in it is found', async () => {
  const database = new DatabaseSync(join(folder, 'ledger.sqlite'));
  database.exec(firstReleaseTables + firstReleaseRows);
  database.close();
  await (await openSqliteLedger(folder)).close();
  const ledger = await openSqliteLedger(folder);
  await expectFirstReleaseRows(ledger);
  await ledger.close();
});

test('a failed write to the SQLite ledger does not affect the others', async () => {
  const ledger = await openSqliteLedger(folder);
  const unwritable = sampleTask({ id: 'bad', externalId: {} as string });
  const results = await Promise.allSettled(
    [sampleTask({ id: 'one' }), unwritable, sampleTask({ id: 'two' })].map((task) =>
      ledger.record({ task, confirmed: true }, 1),
    ),
  );
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await ledger.find('two')).toBeDefined();
  expect(await ledger.find('bad')).toBeUndefined();
  await ledger.close();
});

describe('cached rows', () => {
  const update = (change: Parameters<typeof sampleTask>[0] = {}) => ({
    task: sampleTask({ externalId: 'key', ...change }),
    confirmed: true,
  });

  test('as long as a row does not change, the SQLite ledger returns the same object', async () => {
    const ledger = await openSqliteLedger(folder);
    const published: TaskRow[] = [];
    ledger.onChange(({ row }) => published.push(row));
    const row = await ledger.record(update(), 1);
    await ledger.record(update(), 2);
    expect(published).toEqual([row]);
    for (const key of ['1001', 'key', 'key']) expect(await ledger.find(key)).toBe(row);
    expect(published[0]).toBe(row);
    const changed = await ledger.record(update({ status: 'PROCESSING' }), 3);
    for (const key of ['1001', 'key']) expect(await ledger.find(key)).toBe(changed);
    expect(published[1]).toBe(changed);
    await ledger.close();
    const another = await openSqliteLedger(folder);
    expect(await another.find('key')).toEqual(changed);
    expect(await another.find('1001')).toBe(await another.find('key'));
    await another.close();
  });

  test('an update that changes nothing is not written to the SQLite ledger', async () => {
    const flushes = jest.fn(() => Promise.resolve());
    const ledger = await openSqliteLedger(folder, flushes);
    const row = await ledger.record(update(), 1);
    expect(flushes).toHaveBeenCalledTimes(1);
    expect(await ledger.record(update(), 2)).toBe(row);
    await ledger.updateKnown([update(), update()]);
    expect(flushes).toHaveBeenCalledTimes(1);
    await ledger.record(update({ unitsCharged: '1' }), 2);
    expect(flushes).toHaveBeenCalledTimes(2);
    await ledger.close();
    await expect(ledger.record(update({ unitsCharged: '1' }), 2)).rejects.toThrow('closed');
  });

  test('neither readers nor listeners see a row before it is on the disk', async () => {
    let flushing = Promise.withResolvers();
    let gate = Promise.withResolvers();
    const ledger = await openSqliteLedger(folder, async () => {
      flushing.resolve(undefined);
      await gate.promise;
    });
    gate.resolve(undefined);
    const submitted = await ledger.record(update(), 1);
    flushing = Promise.withResolvers();
    gate = Promise.withResolvers();
    const order: string[] = [];
    ledger.onChange(({ row: { version } }) => order.push(`published ${version}`));
    const written = [
      ledger.record(update({ status: 'PROCESSING' }), 2).then(() => order.push('written')),
      ledger.record(update({ id: 'new', externalId: 'other' }), 2),
    ];
    await flushing.promise;
    expect(await ledger.find('1001')).toBe(submitted);
    expect(await ledger.find('key')).toBe(submitted);
    const others = ['new', 'other'].map(async (key) => {
      const row = await ledger.find(key);
      order.push('found');
      return row;
    });
    // A read that need not wait: if the others did not wait either, they would have found something before it.
    expect(await ledger.findByElement('unknown')).toBeUndefined();
    order.push('flushed');
    gate.resolve(undefined);
    await Promise.all(written);
    const found = await Promise.all(others);
    expect(order[0]).toBe('flushed');
    // Both may be committed together or one after the other; each is published before its own reader or writer goes on.
    expect(order.filter((event) => event.startsWith('published'))).toEqual(['published 2', 'published 1']);
    expect(order.indexOf('published 2')).toBeLessThan(order.indexOf('written'));
    expect(order.indexOf('published 1')).toBeLessThan(order.indexOf('found'));
    expect(found[0]).toBe(found[1]);
    expect(found[0]).toBe(await ledger.find('new'));
    await ledger.close();
  });

  test('a row is unchanged after the transaction that changed it was rolled back', async () => {
    const ledger = await openSqliteLedger(folder);
    const before = await ledger.record(update(), 1);
    const unwritable = update({ status: 'FAILED', externalId: 'key', statusMessage: 1n as never });
    const results = await Promise.allSettled([
      ledger.record(unwritable, 2),
      ledger.record(update({ id: 'two', externalId: null }), 2),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(await ledger.find('1001')).toBe(before);
    expect(await ledger.record(update({ status: 'PROCESSING' }), 3)).toMatchObject({ version: 2 });
    await ledger.close();
  });

  test('a purged row is gone from memory, also for an update written at the same time', async () => {
    const ledger = await openSqliteLedger(folder);
    await ledger.record(update({ status: 'FAILED' }), 1);
    const [, again] = await Promise.all([
      ledger.purge(10, 50),
      ledger.record(update({ status: 'FAILED', unitsCharged: '1' }), 20),
    ]);
    expect(again).toMatchObject({ version: 1, recordedAt: 20 });
    expect(await ledger.find('1001')).toBe(again);
    await ledger.purge(30, 50);
    expect(await ledger.find('1001')).toBeUndefined();
    expect(await ledger.find('key')).toBeUndefined();
    await ledger.close();
  });
});

test('a token leads to the current state of its create, from memory or from the disk', async () => {
  const ledger = await openSqliteLedger(folder);
  const intent = { fingerprint: 'print', requestedBy: 'somebody', tokenHash: 'hash', at: 1 };
  await ledger.beginCreation({ ...intent, externalId: 'key' });
  expect(await ledger.findCreationByToken('hash')).toMatchObject({ externalId: 'key', taskId: null });
  await ledger.recordCreated('key', { task: sampleTask(), confirmed: true }, 1);
  expect(await ledger.findCreationByToken('hash')).toMatchObject({ externalId: 'key', taskId: '1001' });
  await ledger.beginCreation({ ...intent, externalId: 'refused', tokenHash: 'another' });
  await ledger.releaseCreation('refused');
  expect(await ledger.findCreationByToken('another')).toBeUndefined();
  await ledger.close();
});

test('when the disk fails, writes are rejected and unwritten changes stay invisible', async () => {
  const disk: { error?: Error } = {};
  const ledger = await openSqliteLedger(folder, () =>
    disk.error === undefined ? Promise.resolve() : Promise.reject(disk.error),
  );
  const row = await ledger.record({ task: sampleTask(), confirmed: true }, 1);
  disk.error = new Error('EIO');
  const published = jest.fn();
  ledger.onChange(published);
  const failing = ledger.record({ task: sampleTask({ status: 'FAILED' }), confirmed: true }, 2);
  await expect(failing).rejects.toThrow('The disk has failed');
  expect(ledger.isUp()).toBe(false);
  expect(published).not.toHaveBeenCalled();
  expect(await ledger.find('1001')).toBe(row);
  await expect(ledger.recordNotCreated('key')).rejects.toThrow('The disk has failed');
  await ledger.close();
});

test('acknowledged writes survive a kill of the process while it writes', async () => {
  const writer = spawn(
    process.execPath,
    [join(import.meta.dirname, '../testing/endless-writer.ts'), folder],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const acknowledged: string[] = [];
  for await (const id of createInterface(writer.stdout)) {
    if (acknowledged.push(id) === 300) writer.kill('SIGKILL');
  }
  if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit');
  expect(writer.signalCode).toBe('SIGKILL');

  const ledger = await openSqliteLedger(folder);
  const found = await Promise.all(acknowledged.map(async (id) => await ledger.find(id)));
  expect(found.map((row) => row?.task.id)).toEqual(acknowledged);
  await ledger.close();
});
