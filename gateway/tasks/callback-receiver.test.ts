import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, describe, expect, test } from '@jest/globals';
import { signCallback, type Task } from '@kling-elements/validation';

import { statusesOf, TaskHarness } from './testing/task-harness.ts';
import { sampleElement, sampleInput, sampleProblem } from '../testing/samples.ts';

let gateway: TaskHarness;
afterEach(() => gateway.remove());

const secret = new Uint8Array(24).fill(7);
const open = async (webhookSecrets: readonly Uint8Array[]) => {
  gateway = await TaskHarness.make({ publicUrl: 'https://gateway.example', webhookSecrets });
};

/** The token of the latest create. */
function token(): string {
  const { callback_url: url } = JSON.parse(gateway.kling.bodies.at(-1) ?? '{}') as { callback_url: string };
  expect(url).toMatch(/^https:\/\/gateway\.example\/callbacks\/kling\/[\w-]{32}$/);
  return url.slice(url.lastIndexOf('/') + 1);
}

/** A callback in the new shape. */
function bodyOf(
  task: Pick<Task, 'id'> & { status: string; externalId?: string; elements?: string[] },
): Uint8Array {
  const outputs = (task.elements ?? []).map((id) => ({
    type: 'element',
    id,
    name: 'Ann',
    status: 'succeeded',
  }));
  return new TextEncoder().encode(
    JSON.stringify({
      id: task.id,
      status: task.status,
      external_id: task.externalId,
      message: '',
      create_time: gateway.clock.now(),
      update_time: gateway.clock.now(),
      outputs,
    }),
  );
}

const send = (to: string, body: Uint8Array, secrets: readonly Uint8Array[]) => {
  const headers = secrets.length > 0 ? signCallback('msg', body, secrets, gateway.clock.now()) : {};
  return gateway.tasks.receiveCallback(to, { headers, body });
};
const create = () => gateway.tasks.createElement(sampleInput({ externalId: 'key' }), null);

describe('checking a callback', () => {
  test('a callback under a token that was never issued is unknown', async () => {
    await open([secret]);
    const { task } = await create();
    expect(await send('another', bodyOf({ id: task.id, status: 'failed' }), [])).toBe('UNKNOWN');
  });

  test.each([
    ['unsigned', []],
    ['signed with another secret', [new Uint8Array(24).fill(8)]],
  ])('a callback that is %s is forged where a secret is set, and changes nothing', async (_how, secrets) => {
    await open([secret]);
    const { task } = await create();
    expect(await send(token(), bodyOf({ id: task.id, status: 'failed' }), secrets)).toBe('FORGED');
    await gateway.whenIdle();
    expect((await gateway.ledger.find(task.id))?.task.status).toBe('SUBMITTED');
    expect(gateway.kling.count('task')).toBe(0);
  });

  test('the body of a forged callback is not parsed', async () => {
    await open([secret]);
    await create();
    expect(await send(token(), new TextEncoder().encode('{'), [])).toBe('FORGED');
  });

  test.each([[[]], [[secret]]])('a callback whose body cannot be parsed is malformed', async (secrets) => {
    await open(secrets);
    await create();
    expect(await send(token(), new TextEncoder().encode('{"hello":1}'), secrets)).toBe('MALFORMED');
  });

  test.each([
    ['task', { id: '999', status: 'failed' }],
    ['external id', { id: '1001', status: 'failed', externalId: 'other' }],
  ])(
    'a callback for another %s than that of its token is unknown, and changes nothing',
    async (_what, body) => {
      await open([secret]);
      const { task } = await create();
      expect(await send(token(), bodyOf(body), [secret])).toBe('UNKNOWN');
      expect(await gateway.ledger.find('999')).toBeUndefined();
      expect((await gateway.ledger.find(task.id))?.task.status).toBe('SUBMITTED');
    },
  );
});

test('the files of the ledger contain no callback token', async () => {
  await open([]);
  await create();
  const names = await readdir(gateway.folder);
  const texts = await Promise.all(names.map((name) => readFile(join(gateway.folder, name), 'latin1')));
  expect(texts.filter((text) => text.includes('1001'))).not.toEqual([]);
  expect(texts.filter((text) => text.includes(token()))).toEqual([]);
});

describe('a signed callback', () => {
  test('a signed callback is recorded, without a poll, by the time it is acknowledged', async () => {
    await open([secret]);
    const { task } = await create();
    expect(await send(token(), bodyOf({ id: task.id, status: 'processing' }), [secret])).toBe('ACCEPTED');
    expect((await gateway.ledger.find(task.id))?.task.status).toBe('PROCESSING');
    expect(gateway.kling.count('task')).toBe(0);
  });

  test('a signed callback with all details ends the subscription without a poll', async () => {
    await open([secret]);
    const { task } = await create();
    const statuses = statusesOf(gateway.tasks.subscribe(task.id));
    await gateway.whenIdle();
    await send(token(), bodyOf({ id: task.id, status: 'succeeded', elements: ['77'] }), [secret]);
    expect(await statuses).toEqual(['SUBMITTED', 'SUCCEEDED']);
    expect(gateway.kling.count('task')).toBe(0);
  });

  test('the success in a signed callback without elements is published only when a poll has found the elements', async () => {
    await open([secret]);
    const { task } = await create();
    const subscriber = gateway.tasks.subscribe(task.id);
    await subscriber.next();
    gateway.kling.move(task.id, { status: 'SUCCEEDED' });
    gateway.kling.fault = () => ({ error: sampleProblem('UNAVAILABLE') });
    expect(await send(token(), bodyOf({ id: task.id, status: 'succeeded' }), [secret])).toBe('ACCEPTED');
    const final = subscriber.next();
    await gateway.clock.advance(2000);
    expect(gateway.tasks.counters.delivered).toBe(1);
    gateway.kling.fault = () => undefined;
    await gateway.clock.advance(10_000);
    expect((await final).value).toMatchObject({ status: 'SUCCEEDED', elements: [{ name: 'Fox' }] });
  });

  test('a success without elements is completed after a restart', async () => {
    await open([secret]);
    const { task } = await create();
    gateway.kling.fault = () => ({ error: sampleProblem('UNAVAILABLE') });
    await send(token(), bodyOf({ id: task.id, status: 'succeeded' }), [secret]);
    await gateway.reopen();
    gateway.kling.fault = () => undefined;
    gateway.kling.move(task.id, { status: 'SUCCEEDED' });
    await gateway.tasks.start();
    await gateway.clock.advance(1000);
    expect((await gateway.tasks.get(task.id))?.elements).toHaveLength(1);
  });

  test('a task whose callback had no elements is fetched with its elements when somebody asks for it', async () => {
    await open([secret]);
    const { task } = await create();
    gateway.kling.move(task.id, { status: 'SUCCEEDED' });
    await send(token(), bodyOf({ id: task.id, status: 'succeeded' }), [secret]);
    expect((await gateway.tasks.get(task.id))?.elements).toHaveLength(1);
  });

  test('signed callbacks that are repeated or out of order change nothing', async () => {
    await open([secret]);
    const { task } = await create();
    const statuses = statusesOf(gateway.tasks.subscribe(task.id));
    await gateway.whenIdle();
    for (const status of ['processing', 'submitted', 'processing', 'failed', 'processing', 'failed']) {
      await send(token(), bodyOf({ id: task.id, status }), [secret]);
    }
    expect(await statuses).toEqual(['SUBMITTED', 'PROCESSING', 'FAILED']);
  });

  test('each undocumented status in a callback is logged once', async () => {
    await open([secret]);
    const { task } = await create();
    for (const status of ['paused', 'paused', 'queued']) {
      await send(token(), bodyOf({ id: task.id, status }), [secret]);
    }
    expect(gateway.logged('warn')).toHaveLength(2);
    expect((await gateway.ledger.find(task.id))?.task.status).toBe('PROCESSING');
  });

  test("a signed callback may arrive before Kling's response to the create", async () => {
    await open([secret]);
    gateway.kling.block();
    const creating = create();
    await gateway.whenIdle();
    const body = bodyOf({ id: '1001', status: 'processing', externalId: 'key' });
    expect(await send(token(), body, [secret])).toBe('ACCEPTED');
    expect(await gateway.ledger.find('key')).toMatchObject({
      createdHere: true,
      task: { status: 'PROCESSING' },
    });
    gateway.kling.unblock();
    expect((await creating).task).toMatchObject({ id: '1001', status: 'PROCESSING' });
  });

  test('a signed callback resolves a create whose response was lost', async () => {
    await open([secret]);
    gateway.kling.fault = () => ({ error: sampleProblem('UNAVAILABLE'), effect: true });
    await expect(create()).rejects.toThrow('UNAVAILABLE');
    gateway.kling.fault = () => undefined;
    await send(token(), bodyOf({ id: '1001', status: 'processing' }), [secret]);
    expect(await create()).toMatchObject({ repeated: true, task: { id: '1001' } });
    expect(gateway.kling.count('createElement')).toBe(1);
  });
});

describe('an unsigned callback', () => {
  test('an unsigned callback changes nothing itself, but makes the gateway poll the task at once', async () => {
    await open([]);
    const { task } = await create();
    gateway.kling.move(task.id, { status: 'PROCESSING' });
    expect(await send(token(), bodyOf({ id: task.id, status: 'failed' }), [])).toBe('ACCEPTED');
    await gateway.clock.advance(0);
    expect((await gateway.ledger.find(task.id))?.task.status).toBe('PROCESSING');
    expect(gateway.kling.calls.slice(1)).toEqual([`task ${task.id}`]);
  });

  test('a burst of unsigned callbacks causes few polls', async () => {
    await open([]);
    const { task } = await create();
    for (let round = 0; round < 20; round += 1) {
      await send(token(), bodyOf({ id: task.id, status: 'processing' }), []);
      await gateway.clock.advance(50);
    }
    expect(gateway.kling.count('task')).toBeLessThanOrEqual(2);
  });

  test('an unsigned callback during a poll causes another poll', async () => {
    await open([]);
    const { task } = await create();
    await gateway.clock.advance(300_000);
    gateway.kling.calls.length = 0;
    gateway.kling.block();
    await send(token(), bodyOf({ id: task.id, status: 'processing' }), []);
    await gateway.clock.advance(0);
    gateway.kling.move(task.id, { status: 'FAILED' });
    await send(token(), bodyOf({ id: task.id, status: 'failed' }), []);
    gateway.kling.unblock();
    await gateway.clock.advance(1000);
    expect((await gateway.ledger.find(task.id))?.task.status).toBe('FAILED');
    expect(gateway.kling.count('task')).toBe(2);
  });

  test('an unsigned callback for a final task causes no call', async () => {
    await open([]);
    const { task } = await create();
    gateway.kling.move(task.id, { status: 'FAILED' });
    await gateway.clock.advance(2000);
    const before = gateway.kling.calls.length;
    expect(await send(token(), bodyOf({ id: task.id, status: 'failed' }), [])).toBe('ACCEPTED');
    await gateway.clock.advance(5000);
    expect(gateway.kling.calls).toHaveLength(before);
  });

  test('an unsigned callback after a lost create response makes the gateway fetch the task by external ID', async () => {
    await open([]);
    gateway.kling.fault = () => ({ error: sampleProblem('UNAVAILABLE'), effect: true });
    await expect(create()).rejects.toThrow('UNAVAILABLE');
    gateway.kling.fault = () => undefined;
    await send(token(), bodyOf({ id: '1001', status: 'processing' }), []);
    await gateway.whenIdle();
    expect(await gateway.ledger.find('key')).toMatchObject({ createdHere: true, task: { id: '1001' } });
  });

  test('an unsigned callback past the deadline still causes one poll', async () => {
    await open([]);
    const { task } = await create();
    await gateway.clock.advance(86_500_000);
    gateway.kling.move(task.id, { status: 'FAILED', elements: [sampleElement()] });
    await send(token(), bodyOf({ id: task.id, status: 'failed' }), []);
    await gateway.whenIdle();
    expect((await gateway.ledger.find(task.id))?.task.status).toBe('FAILED');
  });
});
