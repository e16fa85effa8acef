import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ProblemError } from '@kling-elements/validation';

import { NotSentError } from '../kling/not-sent-error.ts';
import { TaskHarness } from './testing/task-harness.ts';
import { sampleElement, sampleInput, sampleProblem, sampleVoice } from '../testing/samples.ts';

let gateway: TaskHarness;
beforeEach(async () => {
  gateway = await TaskHarness.make();
});
afterEach(() => gateway.remove());

const input = sampleInput({ externalId: 'key' });
const otherInput = sampleInput({ externalId: 'key', name: 'Bea' });
const create = (given = input) => gateway.tasks.createElement(given, 'somebody');
const kindOf = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof ProblemError ? error.problem.kind : error;
};

describe('creating', () => {
  test('a create makes a task and records it in the ledger', async () => {
    const { task, repeated } = await create();
    expect({ externalId: task.externalId, repeated }).toEqual({ externalId: 'key', repeated: false });
    expect(await gateway.ledger.find('key')).toMatchObject({
      createdHere: true,
      version: 1,
      task: { id: task.id },
    });
  });

  test('a create without an external ID gets one of its own', async () => {
    const first = await create(sampleInput());
    const second = await create(sampleInput());
    expect(first.task.externalId).toMatch(/^ke-[0-9a-f-]{36}$/);
    expect(second.task.id).not.toBe(first.task.id);
  });

  test('a create is written to the ledger before Kling is called', async () => {
    gateway.kling.block();
    const creating = create();
    await gateway.whenIdle();
    expect(gateway.kling.calls).toEqual(['createElement key']);
    expect(await gateway.ledger.unresolvedCreations()).toEqual(['key']);
    gateway.kling.unblock();
    await creating;
    expect(await gateway.ledger.unresolvedCreations()).toEqual([]);
  });

  test('a create that was never sent leaves nothing in the ledger, and its external ID free', async () => {
    gateway.kling.fault = () => ({
      error: new NotSentError(gateway.clock.now() + 5000, gateway.clock.now()),
    });
    await expect(create()).rejects.toMatchObject({
      problem: {
        kind: 'UNAVAILABLE',
        message: expect.stringContaining('in 5 s'),
        outcome: 'NOT_DONE',
        externalId: 'key',
        retryAfterSeconds: 5,
      },
    });
    expect(await gateway.ledger.unresolvedCreations()).toEqual([]);
    gateway.kling.fault = () => undefined;
    expect(await create(otherInput)).toMatchObject({ repeated: false });
  });

  test('a create repeated with the same input returns the same task without another call', async () => {
    const { task } = await create();
    expect(await create(sampleInput({ externalId: 'key', callbackUrl: 'https://else.example/' }))).toEqual({
      task,
      repeated: true,
    });
    expect(gateway.kling.calls).toEqual(['createElement key']);
  });

  test('a create repeated while the first is in progress waits for it', async () => {
    gateway.kling.block();
    const both = [create(), create()];
    await gateway.whenIdle();
    gateway.kling.unblock();
    const [first, second] = await Promise.all(both);
    expect(second).toEqual({ task: first?.task, repeated: true });
    expect(gateway.kling.calls).toEqual(['createElement key']);
  });

  test('a create with another input under the same external ID is refused without a call, during the first create and after it', async () => {
    gateway.kling.block();
    const first = create();
    expect(await kindOf(create(otherInput))).toBe('DUPLICATE');
    gateway.kling.unblock();
    await first;
    await expect(create(otherInput)).rejects.toMatchObject({
      problem: {
        kind: 'DUPLICATE',
        klingCode: null,
        retryable: false,
        message: expect.stringContaining('key'),
      },
    });
    expect(gateway.kling.calls).toEqual(['createElement key']);
  });

  test('a create is remembered after a restart', async () => {
    const { task } = await create();
    await gateway.reopen();
    expect(await create()).toEqual({ task, repeated: true });
    expect(await kindOf(create(otherInput))).toBe('DUPLICATE');
  });

  test('a create that Kling clearly refused leaves its external ID free', async () => {
    gateway.kling.fault = () => ({ error: sampleProblem('POLICY') });
    expect(await kindOf(create())).toBe('POLICY');
    gateway.kling.fault = () => undefined;
    expect(await create(otherInput)).toMatchObject({ repeated: false });
  });

  test('a create refused after an unclear attempt stays unresolved in the ledger', async () => {
    gateway.kling.fault = () => ({
      error: sampleProblem('CONCURRENCY', { outcome: 'UNKNOWN' }),
      effect: true,
    });
    expect(await kindOf(create())).toBe('CONCURRENCY');
    expect(await gateway.ledger.unresolvedCreations()).toEqual(['key']);
  });

  test('a create repeated after an unclear result finds the task that was made', async () => {
    gateway.kling.fault = () => ({ error: sampleProblem('UNAVAILABLE'), effect: true });
    expect(await kindOf(create())).toBe('UNAVAILABLE');
    expect(await kindOf(create(otherInput))).toBe('DUPLICATE');
    gateway.kling.fault = () => undefined;
    expect(await create()).toMatchObject({ repeated: true, task: { externalId: 'key' } });
    expect(gateway.kling.size).toBe(1);
  });

  test('a create adopts a task that only Kling has under the external ID', async () => {
    const task = gateway.kling.add({ externalId: 'key', status: 'SUCCEEDED', elements: [sampleElement()] });
    expect(await create()).toMatchObject({ repeated: true, task: { id: task.id } });
    expect(await gateway.ledger.find(task.id)).toMatchObject({ createdHere: true });
  });

  test.each([
    ['the same voice', { voice: sampleVoice({ id: 'v1' }) }],
    // Kling may leave the voice out.
    ['an unknown voice', { voice: null }],
  ])('a create adopts a task with %s', async (_what, change) => {
    const task = gateway.kling.add({
      externalId: 'key',
      status: 'SUCCEEDED',
      elements: [sampleElement(change)],
    });
    const created = await create(sampleInput({ externalId: 'key', voiceId: 'v1' }));
    expect(created).toMatchObject({ repeated: true, task: { id: task.id } });
  });

  test.each([
    ['name', { name: 'Bea' }],
    ['description', { description: 'A dancer' }],
    ['kind of reference', { referenceType: 'VIDEO' }],
    ['voice', { voice: sampleVoice({ id: 'v2' }) }],
  ] as const)('a create does not adopt a task with another %s', async (_what, change) => {
    gateway.kling.add({ externalId: 'key', status: 'SUCCEEDED', elements: [sampleElement(change)] });
    expect(await kindOf(create(sampleInput({ externalId: 'key', voiceId: 'v1' })))).toBe('DUPLICATE');
    expect(await gateway.ledger.find('key')).toBeUndefined();
    expect(await gateway.ledger.unresolvedCreations()).toEqual([]);
  });

  test("a create without a public URL passes on the caller's callback URL, or none", async () => {
    await create();
    await create(sampleInput({ callbackUrl: 'https://caller.example/hook' }));
    const urls = gateway.kling.bodies.map(
      (body) => (JSON.parse(body) as { callback_url?: string }).callback_url,
    );
    expect(urls).toEqual([undefined, 'https://caller.example/hook']);
  });
});

describe('a create with an unclear result', () => {
  test('an unclear create without an external ID tells the one to repeat it with, which creates nothing twice', async () => {
    gateway.kling.fault = () => ({ error: sampleProblem('UNAVAILABLE'), effect: true });
    const error: unknown = await create(sampleInput()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      problem: { outcome: 'UNKNOWN', externalId: expect.stringMatching(/^ke-/) },
    });
    gateway.kling.fault = () => undefined;
    const { externalId } = (error as ProblemError).problem;
    expect(await create(sampleInput({ externalId }))).toMatchObject({ task: { id: '1001', externalId } });
    expect((await gateway.kling.tasks({ pageNum: 1, pageSize: 500 })).tasks).toHaveLength(1);
  });

  test('a create whose task cannot be recorded is unclear, and the reason is logged', async () => {
    gateway.ledger.recordCreated = () => Promise.reject(new Error('The disk is full.'));
    await expect(create()).rejects.toMatchObject({
      problem: { kind: 'UNAVAILABLE', outcome: 'UNKNOWN', externalId: 'key' },
    });
    expect(gateway.logged('error')).toEqual(['Could not record a created task.']);
  });

  const unclear = async (effect: boolean) => {
    gateway.kling.fault = () => ({ error: sampleProblem('UNAVAILABLE'), effect });
    await kindOf(create());
    gateway.kling.fault = () => undefined;
  };

  test('an unclear create that made its task is reconciled after a while', async () => {
    const changes = await gateway.tasks.subscribeToAll({});
    await unclear(true);
    await gateway.clock.advance(20_000);
    expect(await gateway.ledger.find('key')).toMatchObject({ createdHere: true });
    expect(await gateway.ledger.unresolvedCreations()).toEqual([]);
    expect((await changes.next()).value).toMatchObject({
      row: { task: { externalId: 'key', status: 'SUBMITTED' } },
    });
  });

  test('an unclear create that made nothing is reconciled after a while, and its external ID is free for another input', async () => {
    await unclear(false);
    await gateway.clock.advance(20_000);
    expect(await create(otherInput)).toMatchObject({ repeated: false });
  });

  test('an unclear create is reconciled at the next start', async () => {
    await unclear(true);
    await gateway.reopen();
    await gateway.tasks.start();
    await gateway.whenIdle();
    expect(await gateway.ledger.find('key')).toMatchObject({ createdHere: true });
    gateway.kling.move('1001', { status: 'SUCCEEDED' });
    await gateway.clock.advance(5000);
    expect(await gateway.ledger.find('key')).toMatchObject({ task: { status: 'SUCCEEDED' } });
  });

  test('an unclear create is checked again until Kling can be reached', async () => {
    await unclear(true);
    gateway.kling.fault = () => ({ error: sampleProblem('UNAVAILABLE') });
    await gateway.reopen();
    await gateway.tasks.start();
    await gateway.clock.advance(30_000);
    expect(await gateway.ledger.unresolvedCreations()).toEqual(['key']);
    expect(gateway.logged('warn')).toHaveLength(1);
    gateway.kling.fault = () => undefined;
    await gateway.clock.advance(60_000);
    expect(await gateway.ledger.unresolvedCreations()).toEqual([]);
    const calls = gateway.kling.calls.length;
    await gateway.clock.advance(3000);
    expect(gateway.kling.calls.filter((call) => call === 'task key').length).toBeLessThan(calls);
  });

  test('an unclear create that is being repeated is not reconciled as one that made nothing', async () => {
    await unclear(false);
    gateway.kling.block('createElement');
    const again = create();
    await gateway.clock.advance(60_000);
    expect(gateway.kling.count('task')).toBe(0);
    gateway.kling.unblock();
    expect(await again).toMatchObject({ repeated: false });
  });

  test('an unclear create that is repeated during its reconciliation is not reconciled as one that made nothing', async () => {
    await unclear(false);
    gateway.kling.block('createElement');
    let again: ReturnType<typeof create> | undefined;
    gateway.kling.fault = (call) => {
      if (call === 'task') again ??= create();
      return undefined;
    };
    await gateway.clock.advance(15_000);
    expect(await gateway.ledger.unresolvedCreations()).toEqual(['key']);
    gateway.kling.unblock();
    expect(await again).toMatchObject({ repeated: false });
  });

  test('an unclear create stays unresolved when its repeat is refused', async () => {
    await unclear(true);
    gateway.kling.fault = () => ({ error: sampleProblem('ACCOUNT') });
    await expect(create()).rejects.toMatchObject({ problem: { kind: 'ACCOUNT', outcome: 'UNKNOWN' } });
    expect(await gateway.ledger.unresolvedCreations()).toEqual(['key']);
  });
});
