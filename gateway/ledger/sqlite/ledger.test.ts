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

/** Long enough for all that needs nothing but turns of the event loop. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
}

describeLedger('SQLite', async () => ({
  ledger: await openSqliteLedger(join(folder, 'new')),
  remove: () => Promise.resolve(),
}));

test('another opening finds what the first has written', async () => {
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

test('a folder is for one gateway at a time, and says so in one line', async () => {
  const first = await openSqliteLedger(folder);
  await expect(openSqliteLedger(folder)).rejects.toThrow(/^Another gateway uses the ledger in .*DATA_DIR\.$/);
  await first.close();
  await (await openSqliteLedger(folder)).close();
});

test('a folder that cannot be used is named in one line', async () => {
  const file = join(folder, 'file');
  await writeFile(file, 'no folder');
  // Nothing can be made there; with mkdir's `recursive`, Node would try for ever.
  await expect(openSqliteLedger('/proc/kling/ledger')).rejects.toThrow(
    /^The ledger in .* cannot be opened .*DATA_DIR\.$/,
  );
  await expect(openSqliteLedger(file)).rejects.toThrow(
    /^The ledger in .*file cannot be opened .*DATA_DIR\.$/,
  );
  await writeFile(
    join(folder, 'ledger.sqlite'),
    'no database, but long enough to be taken for one'.repeat(20),
  );
  await expect(openSqliteLedger(folder)).rejects.toThrow(/^The ledger in .* cannot be opened .*DATA_DIR\.$/);
});

test('a ledger of a newer gateway is left alone', async () => {
  await (await openSqliteLedger(folder)).close();
  const database = new DatabaseSync(join(folder, 'ledger.sqlite'));
  database.exec("INSERT INTO kysely_migration VALUES ('999-later', '2030-01-01')");
  database.close();
  await expect(openSqliteLedger(folder)).rejects.toThrow(
    /newer gateway\? Use that one, or another DATA_DIR\.$/,
  );
});

test('a ledger of the first release is migrated, and everything in it is found', async () => {
  const database = new DatabaseSync(join(folder, 'ledger.sqlite'));
  database.exec(firstReleaseTables + firstReleaseRows);
  database.close();
  await (await openSqliteLedger(folder)).close();
  const ledger = await openSqliteLedger(folder);
  await expectFirstReleaseRows(ledger);
  await ledger.close();
});

test('a failed write leaves the others alone', async () => {
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

describe('rows in memory', () => {
  const news = (change: Parameters<typeof sampleTask>[0] = {}) => ({
    task: sampleTask({ externalId: 'key', ...change }),
    confirmed: true,
  });

  test('are the very same for all, as long as nothing changes', async () => {
    const ledger = await openSqliteLedger(folder);
    const told: TaskRow[] = [];
    ledger.onChange((row) => told.push(row));
    const row = await ledger.record(news(), 1);
    await ledger.record(news(), 2);
    expect(told).toEqual([row]);
    for (const key of ['1001', 'key', 'key']) expect(await ledger.find(key)).toBe(row);
    expect(told[0]).toBe(row);
    const changed = await ledger.record(news({ status: 'PROCESSING' }), 3);
    for (const key of ['1001', 'key']) expect(await ledger.find(key)).toBe(changed);
    expect(told[1]).toBe(changed);
    await ledger.close();
    const another = await openSqliteLedger(folder);
    expect(await another.find('key')).toEqual(changed);
    expect(await another.find('1001')).toBe(await another.find('key'));
    await another.close();
  });

  test('are not written again by what adds nothing to them', async () => {
    const flushes = jest.fn(() => Promise.resolve());
    const ledger = await openSqliteLedger(folder, flushes);
    const row = await ledger.record(news(), 1);
    expect(flushes).toHaveBeenCalledTimes(1);
    expect(await ledger.record(news(), 2)).toBe(row);
    await ledger.updateKnown([news(), news()]);
    expect(flushes).toHaveBeenCalledTimes(1);
    await ledger.record(news({ unitsCharged: '1' }), 2);
    expect(flushes).toHaveBeenCalledTimes(2);
    await ledger.close();
    await expect(ledger.record(news({ unitsCharged: '1' }), 2)).rejects.toThrow('closed');
  });

  test('are shown to nobody before they are on the disk', async () => {
    let gate = Promise.withResolvers();
    const ledger = await openSqliteLedger(folder, async () => {
      await gate.promise;
    });
    gate.resolve(undefined);
    const submitted = await ledger.record(news(), 1);
    gate = Promise.withResolvers();
    const order: string[] = [];
    ledger.onChange(({ version }) => order.push(`told ${version}`));
    const written = [
      ledger.record(news({ status: 'PROCESSING' }), 2).then(() => order.push('written')),
      ledger.record(news({ id: 'new', externalId: 'other' }), 2),
    ];
    await turns();
    expect(await ledger.find('1001')).toBe(submitted);
    expect(await ledger.find('key')).toBe(submitted);
    const others = ['new', 'other'].map(async (key) => {
      const row = await ledger.find(key);
      order.push('found');
      return row;
    });
    await turns();
    expect(order).toEqual([]);
    gate.resolve(undefined);
    await Promise.all(written);
    const found = await Promise.all(others);
    expect(order.slice(0, 2)).toEqual(['told 2', 'told 1']);
    expect(found[0]).toBe(found[1]);
    expect(found[0]).toBe(await ledger.find('new'));
    await ledger.close();
  });

  test('are as before when what changed them was undone by a neighbour', async () => {
    const ledger = await openSqliteLedger(folder);
    const before = await ledger.record(news(), 1);
    const unwritable = news({ status: 'FAILED', externalId: 'key', statusMessage: 1n as never });
    const results = await Promise.allSettled([
      ledger.record(unwritable, 2),
      ledger.record(news({ id: 'two', externalId: null }), 2),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(await ledger.find('1001')).toBe(before);
    expect(await ledger.record(news({ status: 'PROCESSING' }), 3)).toMatchObject({ version: 2 });
    await ledger.close();
  });

  test('forget what was cleaned up, also for what is written meanwhile', async () => {
    const ledger = await openSqliteLedger(folder);
    await ledger.record(news({ status: 'FAILED' }), 1);
    const [, again] = await Promise.all([
      ledger.purge(10, 50),
      ledger.record(news({ status: 'FAILED', unitsCharged: '1' }), 20),
    ]);
    expect(again).toMatchObject({ version: 1, recordedAt: 20 });
    expect(await ledger.find('1001')).toBe(again);
    await ledger.purge(30, 50);
    expect(await ledger.find('1001')).toBeUndefined();
    expect(await ledger.find('key')).toBeUndefined();
    await ledger.close();
  });
});

test('a token leads to its create as it is at any time, from memory or from the disk', async () => {
  const ledger = await openSqliteLedger(folder);
  const intention = { fingerprint: 'print', requestedBy: 'somebody', tokenHash: 'hash', at: 1 };
  await ledger.beginCreation({ ...intention, externalId: 'key' });
  expect(await ledger.findCreationByToken('hash')).toMatchObject({ externalId: 'key', taskId: null });
  await ledger.recordCreated('key', { task: sampleTask(), confirmed: true }, 1);
  expect(await ledger.findCreationByToken('hash')).toMatchObject({ externalId: 'key', taskId: '1001' });
  await ledger.beginCreation({ ...intention, externalId: 'refused', tokenHash: 'another' });
  await ledger.releaseCreation('refused');
  expect(await ledger.findCreationByToken('another')).toBeUndefined();
  await ledger.close();
});

test('a disk that fails is told, and what was not written stays away', async () => {
  const disk: { fault?: Error } = {};
  const ledger = await openSqliteLedger(folder, () =>
    disk.fault === undefined ? Promise.resolve() : Promise.reject(disk.fault),
  );
  const row = await ledger.record({ task: sampleTask(), confirmed: true }, 1);
  disk.fault = new Error('EIO');
  const told = jest.fn();
  ledger.onChange(told);
  const failing = ledger.record({ task: sampleTask({ status: 'FAILED' }), confirmed: true }, 2);
  await expect(failing).rejects.toThrow('The disk has failed');
  expect(ledger.isUp()).toBe(false);
  expect(told).not.toHaveBeenCalled();
  expect(await ledger.find('1001')).toBe(row);
  await expect(ledger.recordNotCreated('key')).rejects.toThrow('The disk has failed');
  await ledger.close();
});

test('what was acknowledged survives a kill in mid-write', async () => {
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
