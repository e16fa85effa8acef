import { expect } from '@jest/globals';
import type { Task } from '@kling-elements/validation';

import type { Ledger } from '../ledger.ts';

/** The tables as the first release (0.1.0) created them, in SQL that both stores understand. */
export const firstReleaseTables = `
  CREATE TABLE kysely_migration (name varchar(255) NOT NULL PRIMARY KEY, timestamp varchar(255) NOT NULL);
  CREATE TABLE kysely_migration_lock
    (id varchar(255) NOT NULL PRIMARY KEY, is_locked integer DEFAULT 0 NOT NULL);
  INSERT INTO kysely_migration_lock VALUES ('migration_lock', 0);
  CREATE TABLE creations (external_id text PRIMARY KEY, fingerprint text NOT NULL, state text NOT NULL,
    task_id text, asked_by text, created_at bigint NOT NULL);
  CREATE INDEX creations_by_state ON creations (state);
  CREATE TABLE callback_tokens (hash text PRIMARY KEY, external_id text NOT NULL);
  CREATE INDEX callback_tokens_by_creation ON callback_tokens (external_id);
  CREATE TABLE tasks (id text PRIMARY KEY, external_id text, version integer NOT NULL, task text NOT NULL,
    ours smallint NOT NULL, held smallint NOT NULL, settled smallint NOT NULL, recorded_at bigint NOT NULL);
  CREATE INDEX tasks_by_external_id ON tasks (external_id);
  CREATE INDEX tasks_to_look_at ON tasks (settled, ours, id);
  CREATE TABLE elements (id text PRIMARY KEY, task_id text, deleted smallint NOT NULL);
  INSERT INTO kysely_migration VALUES ('001-tables', '2026-07-01T00:00:00.000Z');
  CREATE INDEX tasks_by_age ON tasks (settled, recorded_at);
  CREATE INDEX creations_by_age ON creations (state, created_at);
  CREATE INDEX elements_by_task ON elements (task_id);
  INSERT INTO kysely_migration VALUES ('002-indexes-by-age', '2026-07-01T00:00:00.001Z');
`;

/** What the first release added in PostgreSQL. */
export const firstReleasePostgresTables = `
  ALTER TABLE creations ADD COLUMN holder text, ADD COLUMN under_way smallint DEFAULT 0 NOT NULL;
  ALTER TABLE tasks ADD COLUMN holder text;
  CREATE INDEX tasks_unsettled ON tasks (id) WHERE settled = 0;
  CREATE TABLE changes (change bigserial PRIMARY KEY,
    task_id text NOT NULL REFERENCES tasks (id) ON DELETE CASCADE, row text NOT NULL);
  CREATE INDEX changes_by_task ON changes (task_id);
  CREATE TABLE gateways (id text PRIMARY KEY, since timestamptz DEFAULT now() NOT NULL,
    alive_until timestamptz NOT NULL);
  CREATE TABLE watches (task_id text NOT NULL, gateway text NOT NULL,
    CONSTRAINT watches_key PRIMARY KEY (task_id, gateway));
  INSERT INTO kysely_migration VALUES ('postgres-001-sharing', '2026-07-01T00:00:00.002Z');
`;

const submitted =
  '{"id":"ID","externalId":null,"status":"SUBMITTED","unknownStatus":null,"statusMessage":null,"elements":[],' +
  '"voices":[],"createdAt":1,"updatedAt":1,"unitsCharged":null}';
const element =
  '{"id":"77","name":"Ann","description":"A singer","referenceType":"IMAGE","frontalImage":"https://cdn.example/1",' +
  '"otherImages":[],"video":null,"voice":null,"tags":[],"preset":false,"owner":"8","deleted":true}';
const succeeded = submitted
  .replace('SUBMITTED', 'SUCCEEDED')
  .replace('"externalId":null', '"externalId":"made"')
  .replace('"elements":[]', `"elements":[${element}]`);
const insertTask = (id: string, values: string, task = submitted) =>
  `INSERT INTO tasks (id, external_id, version, task, ours, held, settled, recorded_at)
   VALUES ('${id}', ${values.replace('TASK', `'${task.replace('"ID"', `"${id}"`)}'`)});`;

/** Rows as the first release wrote them. */
export const firstReleaseRows = `
  ${insertTask('1001', `'made', 2, TASK, 1, 0, 1, 5`, succeeded)}
  ${insertTask('1002', `NULL, 1, TASK, 1, 0, 0, 6`)}
  ${insertTask('1003', `NULL, 1, TASK, 1, 1, 0, 7`, submitted.replace('SUBMITTED', 'SUCCEEDED'))}
  ${insertTask('1004', `NULL, 1, TASK, 0, 0, 0, 8`)}
  INSERT INTO elements VALUES ('77', '1001', 1), ('78', NULL, 1);
  INSERT INTO creations (external_id, fingerprint, state, task_id, asked_by, created_at) VALUES
    ('made', 'print', 'MADE', '1001', 'somebody', 1),
    ('asked', 'print', 'ASKED', NULL, NULL, 2),
    ('not made', 'print', 'NOT_MADE', NULL, NULL, 3);
  INSERT INTO callback_tokens VALUES ('hash', 'made'), ('hash of asked', 'asked');
`;

/** A task that the first release wrote, which knew no videos and images. */
function taskIn(json: string): Task {
  return { ...(JSON.parse(json) as Task), videos: [], images: [] };
}

/** Expects everything that {@link firstReleaseRows} wrote, under its new names. */
export async function expectFirstReleaseRows(ledger: Ledger): Promise<void> {
  const find = async (id: string) => await ledger.find(id);
  expect(await find('1001')).toEqual({
    task: taskIn(succeeded.replace('"ID"', '"1001"')),
    version: 2,
    createdHere: true,
    awaitingDetails: false,
    recordedAt: 5,
  });
  expect(await find('1003')).toMatchObject({ version: 1, createdHere: true, awaitingDetails: true });
  expect(await find('1004')).toMatchObject({ createdHere: false, task: { status: 'SUBMITTED' } });
  const incomplete = await ledger.incompleteTasks({ recordedSince: 0, after: '', limit: 10 });
  expect(incomplete.map(({ task }) => task.id)).toEqual(['1002', '1003']);
  expect((await ledger.findByElement('77'))?.task.id).toBe('1001');

  expect(await ledger.findCreationByToken('hash')).toEqual({
    externalId: 'made',
    taskId: '1001',
    requestedBy: 'somebody',
  });
  expect(await ledger.findCreationByToken('hash of asked')).toMatchObject({ externalId: 'asked' });
  expect(await ledger.unresolvedCreations()).toEqual(['asked']);
  const begin = async (externalId: string, fingerprint: string) => {
    const intent = { externalId, fingerprint, requestedBy: null, tokenHash: null, at: 9 };
    return (await ledger.beginCreation(intent)).state;
  };
  expect(await begin('made', 'print')).toBe('CREATED');
  expect(await begin('asked', 'another')).toBe('DIFFERENT_INPUT');
  expect(await begin('asked', 'print')).toBe('UNRESOLVED');
  expect(await begin('not made', 'another')).toBe('NEW');

  // An element that was deleted before its task was known stays deleted.
  const late = taskIn(
    succeeded.replace('"ID"', '"1002"').replace('"77"', '"78"').replace('"deleted":true', '"deleted":false'),
  );
  const recorded = await ledger.record({ task: late, confirmed: true }, 10);
  expect(recorded).toMatchObject({ version: 2, createdHere: true, task: { elements: [{ deleted: true }] } });
  expect(await ledger.purge(6, 10)).toBe(2);
  expect(await find('1001')).toBeUndefined();
}
