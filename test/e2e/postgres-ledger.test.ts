import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Ledger } from '@kling-elements/gateway/ledger';
import { openPostgresLedger } from '@kling-elements/gateway/ledger/postgres';
import { describeLedger } from '@kling-elements/gateway/ledger/testing';
import {
  expectFirstReleaseRows,
  firstReleasePostgresTables,
  firstReleaseRows,
  firstReleaseTables,
} from '@kling-elements/gateway/ledger/testing/first-release';
import { sampleTask } from '@kling-elements/gateway/testing/samples';

import { type PostgresServer, startPostgres } from '../../harness/postgres/server.ts';

const logged: string[] = [];
const log = (() => {
  const write = (facts: object, message: string) => {
    logged.push(`${message} ${JSON.stringify(facts)}`);
  };
  return { debug: write, info: write, warn: write, error: write };
})();

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres({ durable: false });
}, 60_000);
afterAll(async () => {
  await server[Symbol.asyncDispose]();
}, 60_000);

describeLedger('PostgreSQL', async () => ({
  ledger: await openPostgresLedger(await server.createDatabase(), log),
  remove: () => Promise.resolve(),
}));

const intent = { externalId: 'key', fingerprint: 'print', requestedBy: null, tokenHash: 'hash', at: 5 };

/** Resolves with the changes that a ledger has published, once there are `count` of them. */
function published(ledger: Ledger, count: number): Promise<string[]> {
  const changes: string[] = [];
  const { promise, resolve } = Promise.withResolvers<string[]>();
  ledger.onChange(({ row: { task, version } }) => {
    changes.push(`${task.id} ${version} ${task.status}`);
    if (changes.length === count) resolve(changes);
  });
  return promise;
}

const record = (ledger: Ledger, change: Parameters<typeof sampleTask>[0]) =>
  ledger.record({ task: sampleTask(change), confirmed: true }, 7);

test('five gateways that start at once migrate the tables once', async () => {
  const url = await server.createDatabase();
  const ledgers = await Promise.all(Array.from({ length: 5 }, () => openPostgresLedger(url, log)));
  const rows = await server.query(url, 'SELECT name FROM kysely_migration ORDER BY name');
  expect(rows).toEqual([
    { name: '001-tables' },
    { name: '002-indexes-by-age' },
    { name: 'postgres-001-sharing' },
    { name: 'postgres-002-plain-names' },
    { name: 'postgres-003-changes-by-age' },
  ]);
  await Promise.all(ledgers.map((ledger) => ledger.close()));
  expect(await server.query(url, 'SELECT * FROM gateways')).toEqual([]);
});

test('what one gateway writes is published at all gateways, in the same order', async () => {
  const url = await server.createDatabase();
  const [one, other] = await Promise.all([openPostgresLedger(url, log), openPostgresLedger(url, log)]);
  const both = Promise.all([published(one, 60), published(other, 60)]);
  const ids = Array.from({ length: 20 }, (_, index) => String(1000 + index));
  for (const status of ['SUBMITTED', 'PROCESSING', 'FAILED'] as const) {
    await Promise.all(ids.map((id, index) => record(index % 2 === 0 ? one : other, { id, status })));
  }
  const [first, second] = await both;
  expect(first).toEqual(second);
  for (const id of ids) {
    expect(first.filter((change) => change.startsWith(id))).toEqual([
      `${id} 1 SUBMITTED`,
      `${id} 2 PROCESSING`,
      `${id} 3 FAILED`,
    ]);
  }
  await Promise.all([one.close(), other.close()]);
});

test('the same update at two gateways at once advances the task once', async () => {
  const url = await server.createDatabase();
  const [one, other] = await Promise.all([openPostgresLedger(url, log), openPostgresLedger(url, log)]);
  const ids = Array.from({ length: 50 }, (_, index) => String(1000 + index));
  const changes = published(one, 100);
  for (const status of ['SUBMITTED', 'FAILED'] as const) {
    await Promise.all(ids.flatMap((id) => [record(one, { id, status }), record(other, { id, status })]));
  }
  expect(new Set(await changes).size).toBe(100);
  await Promise.all([one.close(), other.close()]);
});

test('a create in progress at another gateway is reported as such until it is unresolved or that gateway is gone', async () => {
  const url = await server.createDatabase();
  const [one, other] = await Promise.all([openPostgresLedger(url, log), openPostgresLedger(url, log)]);
  expect(await one.beginCreation(intent)).toEqual({ state: 'NEW' });
  expect(await other.beginCreation(intent)).toEqual({ state: 'IN_PROGRESS' });
  expect(await other.beginCreation({ ...intent, fingerprint: 'other' })).toEqual({
    state: 'DIFFERENT_INPUT',
  });
  await one.workCoordinator?.markUnresolved('key');
  expect(await other.beginCreation(intent)).toEqual({ state: 'UNRESOLVED' });
  // The other gateway has acquired it: what the first one finds out no longer counts.
  await one.recordNotCreated('key');
  await one.releaseCreation('key');
  expect(await one.beginCreation(intent)).toEqual({ state: 'IN_PROGRESS' });
  await other.close();
  expect(await one.beginCreation(intent)).toEqual({ state: 'UNRESOLVED' });
  await one.close();
});

test('a database restart only delays: nothing fails, nothing is lost, nothing is published twice', async () => {
  const url = await server.createDatabase();
  const [one, other] = await Promise.all([openPostgresLedger(url, log), openPostgresLedger(url, log)]);
  const both = Promise.all([published(one, 41), published(other, 41)]);
  const ids = Array.from({ length: 20 }, (_, index) => String(1000 + index));
  await Promise.all(ids.map((id) => record(one, { id })));
  await server.stop('immediate');
  const waiting = Promise.all([
    ...ids.map((id) => record(other, { id, status: 'FAILED' })),
    one.find('1000'),
    one.beginCreation(intent),
  ]);
  await server.start();
  await waiting;
  expect((await one.find('1000'))?.task.status).toBe('FAILED');
  await record(one, { id: 'last' });
  const [first, second] = await both;
  expect(first).toEqual(second);
  expect(new Set(first).size).toBe(41);
  await Promise.all([one.close(), other.close()]);
}, 60_000);

test('a database of the first release is migrated, and everything in it is found', async () => {
  const url = await server.createDatabase();
  await server.query(url, firstReleaseTables + firstReleasePostgresTables + firstReleaseRows);
  await server.query(
    url,
    `UPDATE creations SET holder = 'gone', under_way = 1 WHERE state = 'ASKED';
     UPDATE tasks SET holder = 'gone';
     INSERT INTO gateways VALUES ('gone', now(), now());
     INSERT INTO watches VALUES ('1004', 'gone');
     INSERT INTO changes (task_id, row) VALUES ('1001', '{}')`,
  );
  await (await openPostgresLedger(url, log)).close();
  expect(await server.query(url, 'SELECT * FROM watched_tasks')).toEqual([
    { task_id: '1004', gateway: 'gone' },
  ]);
  expect(await server.query(url, 'SELECT sequence, task_id FROM changes')).toEqual([
    { sequence: '1', task_id: '1001' },
  ]);
  const ledger = await openPostgresLedger(url, log);
  const changes = published(ledger, 1);
  await expectFirstReleaseRows(ledger);
  expect(await changes).toEqual(['1002 2 SUCCEEDED']);
  await ledger.close();
});

test('a wrong DATABASE_URL is reported in one line, without its password', async () => {
  const url = (await server.createDatabase()).replace('kling@', 'nobody:hidden@');
  const opened = openPostgresLedger(url, log);
  await expect(opened).rejects.toThrow(
    /^Cannot use the database in DATABASE_URL \(.*\)\. Check .*correct\.$/,
  );
  await expect(opened).rejects.not.toThrow(/hidden/);
  expect(logged.join('\n')).not.toMatch(/hidden|postgres:/);
});

test('the database of a newer gateway is left alone', async () => {
  const url = await server.createDatabase();
  await (await openPostgresLedger(url, log)).close();
  await server.query(url, "INSERT INTO kysely_migration VALUES ('999-later', '2030-01-01')");
  await expect(openPostgresLedger(url, log)).rejects.toThrow(
    /newer gateway\? Use that version, .*DATABASE_URL to another database\.$/,
  );
});
