import { randomUUID } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox } from '@kling-elements/sandbox';
import { readSecret, signCallback } from '@kling-elements/validation';

import { Engine } from './engine.ts';
import { createVoice } from './tasks.ts';

const webhookSecret = 'whsec_c2VjcmV0LWZvci10ZXN0cw==';
let sandbox: Sandbox;
let engine: Engine;
let signedEngine: Engine;
let task: { id: string; madeId: string };
beforeEach(async () => {
  sandbox = await startSandbox({ ownElements: 1 });
  engine = new Engine({ baseUrl: sandbox.url });
  signedEngine = new Engine({ baseUrl: sandbox.url, credential: { webhookSecret } });
  const [first] = sandbox.tasks();
  if (first === undefined) throw new Error('There is no task.');
  task = first;
});
afterEach(() => sandbox.close());

const trigger = (options: object = {}, parameters: object = {}) =>
  ({ node: 'KlingElementTrigger', parameters: { options, ...parameters } }) as const;
const legacy = (more: object = {}) => JSON.stringify({ task_id: task.id, task_status: 'succeed', ...more });
const signed = (body: string, time = Date.now()) => ({
  body,
  headers: signCallback(`msg_${randomUUID()}`, Buffer.from(body), [readSecret(webhookSecret)], time),
});

describe('without a secret', () => {
  test('without a secret, the task is fetched from Kling and starts the workflow with every digit of its IDs', async () => {
    const answer = await engine.call(trigger(), { body: legacy() });
    expect(answer).toMatchObject({ status: 200, body: { status: 'started' } });
    expect(answer.workflowData?.[0]).toMatchObject([
      { json: { task_id: task.id, task_status: 'succeed', element_id: task.madeId, task_kind: 'element' } },
    ]);
  });

  test('callbacks in the new format start the workflow too', async () => {
    const body = JSON.stringify({ id: task.id, status: 'succeeded', outputs: [] });
    expect((await engine.call(trigger(), { body })).body).toEqual({ status: 'started' });
  });

  test('a callback for a task that does not exist starts nothing', async () => {
    const answer = await engine.call(trigger(), {
      body: JSON.stringify({ task_id: '1', task_status: 'succeed' }),
    });
    expect(answer).toMatchObject({ status: 200, workflowData: undefined });
  });

  test('when Kling cannot be reached, an unsigned callback gets a 503', async () => {
    sandbox.faults.add({ kind: 'error', on: ['task', 'voice'], code: 5001, times: 5 });
    expect(await engine.call(trigger(), { body: legacy() })).toMatchObject({
      status: 503,
      workflowData: undefined,
    });
  });

  test('a body that is not a callback gets a 400', async () => {
    expect(await engine.call(trigger(), { body: '{"hello":1}' })).toMatchObject({ status: 400 });
  });
});

describe('with a secret', () => {
  test('with a secret, a signed callback starts the workflow', async () => {
    const request = signed(legacy());
    const answer = await signedEngine.call(trigger(), request);
    expect(answer.workflowData?.[0]?.[0]?.json).toMatchObject({ webhook_id: request.headers['webhook-id'] });
  });

  test.each([
    ['unsigned', () => ({ body: legacy() })],
    ['changed', () => ({ ...signed(legacy()), body: legacy({ task_status_msg: 'x' }) })],
    ['stale', () => signed(legacy(), Date.now() - 3_600_000)],
  ])('with a secret, a callback that is %s gets a 401', async (_what, request) => {
    expect(await signedEngine.call(trigger(), request())).toMatchObject({
      status: 401,
      workflowData: undefined,
    });
  });

  test('when Kling cannot be reached, a signed callback starts the workflow with its own content', async () => {
    sandbox.faults.add({ kind: 'error', on: ['task', 'voice'], code: 5001, times: 5 });
    expect((await signedEngine.call(trigger(), signed(legacy()))).body).toEqual({ status: 'started' });
  });
});

test('a repeated callback starts nothing, except in test executions', async () => {
  const request = { ...signed(legacy()) };
  const statuses = [];
  for (const mode of ['webhook', 'webhook', 'manual']) {
    statuses.push((await engine.call(trigger(), { ...request, mode })).body);
  }
  expect(statuses).toEqual([{ status: 'started' }, { status: 'repeated' }, { status: 'started' }]);
});

test('five identical callbacks at once start one execution', async () => {
  const request = signed(legacy());
  const answers = await Promise.all(Array.from({ length: 5 }, () => engine.call(trigger(), request)));
  expect(answers.filter(({ workflowData }) => workflowData !== undefined)).toHaveLength(1);
});

test('the trigger filters by status and by the prefix of the external task ID', async () => {
  const ignored = { status: 'ignored: does not match the filters of the workflow' };
  const failed = trigger({}, { statuses: ['failed'] });
  expect((await engine.call(failed, { body: legacy() })).body).toEqual(ignored);
  const shop = trigger({ externalIdPrefix: 'shop-', readTask: false });
  expect((await engine.call(shop, { body: legacy() })).body).toEqual(ignored);
  const body = legacy({ task_info: { external_task_id: 'shop-7' } });
  expect((await engine.call(shop, { body })).body).toEqual({ status: 'started' });
});

test('a prefix that is a number counts as text, and one that is no text is an error', async () => {
  const body = legacy({ task_info: { external_task_id: '4711-7' } });
  const prefixed = (externalIdPrefix: unknown) => trigger({ externalIdPrefix, readTask: false });
  expect((await engine.call(prefixed(4711), { body })).body).toEqual({ status: 'started' });
  expect((await engine.call(prefixed(4712), { body })).body).toMatchObject({
    status: expect.stringMatching(/^ignored/),
  });
  await expect(engine.call(prefixed(2 ** 60), { body })).rejects.toThrow('has lost digits');
  await expect(engine.call(prefixed(['4711']), { body })).rejects.toThrow(
    '"External Task ID Prefix" must be a text',
  );
});

test('a voice’s task starts the workflow, too, and says its kind', async () => {
  const voice = await createVoice(engine, sandbox);
  const body = JSON.stringify({ task_id: voice.json.task_id, task_status: 'succeed' });
  const any = trigger({}, { statuses: ['submitted', 'processing', 'succeed'] });
  const { workflowData } = await engine.call(any, { body });
  expect(workflowData?.[0]).toMatchObject([{ json: { task_id: voice.json.task_id, task_kind: 'voice' } }]);
});

test('without Fetch Task, the item has the content of the callback', async () => {
  const body = `{"task_id":"5","task_status":"succeed","task_result":{"elements":[{"element_id":856528387816046601}]}}`;
  const { workflowData } = await engine.call(trigger({ readTask: false }), { body });
  expect(workflowData?.[0]?.[0]?.json).toMatchObject({ task_id: '5', element_id: '856528387816046601' });
  expect(sandbox.calls.task).toBe(0);
});

test.each([true, false])(
  'the console’s test callback gets a 200 and starts the workflow only with Start on Test Callbacks: %s',
  async (testCallbacks) => {
    const body = JSON.stringify({
      id: 'evt',
      status: 'submitted',
      outputs: [],
      message: '',
      create_time: 1,
      update_time: 1,
    });
    const answer = await signedEngine.call(trigger({ testCallbacks }), signed(body));
    expect(answer.status).toBe(200);
    expect(answer.workflowData?.[0]).toEqual(
      testCallbacks ? [{ json: expect.objectContaining({ task_id: 'evt', test: true }) }] : undefined,
    );
  },
);
