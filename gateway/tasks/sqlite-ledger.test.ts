import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';

import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { openSqliteLedger } from './sqlite-ledger.ts';
import { describeLedger } from './testing/ledger-cases.ts';
import { sampleTask } from './testing/samples.ts';

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

test('another opening finds what the first has written', async () => {
  const first = await openSqliteLedger(folder);
  await first.begin({
    externalId: 'key',
    fingerprint: 'print',
    askedBy: 'somebody',
    tokenHash: 'hash',
    at: 1,
  });
  const row = await first.made('key', { task: sampleTask(), confirmed: true }, 1);
  await first.close();
  const second = await openSqliteLedger(folder);
  expect(await second.find('1001')).toEqual(row);
  expect(await second.creationOf('hash')).toEqual({ externalId: 'key', taskId: '1001', askedBy: 'somebody' });
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

test('what was acknowledged survives a kill in mid-write', async () => {
  const writer = spawn(process.execPath, [join(import.meta.dirname, 'testing/endless-writer.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: string[] = [];
  for await (const id of createInterface(writer.stdout)) {
    if (acknowledged.push(id) === 300) writer.kill('SIGKILL');
  }
  if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit');
  expect(writer.signalCode).toBe('SIGKILL');

  const ledger = await openSqliteLedger(folder);
  const found = await Promise.all(acknowledged.map((id) => ledger.find(id)));
  expect(found.map((row) => row?.task.id)).toEqual(acknowledged);
  await ledger.close();
});
