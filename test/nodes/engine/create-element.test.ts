import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox } from '@kling-elements/sandbox';

import { media } from '../../../harness/media/index.ts';
import { Engine, type NodeUnderTest } from './engine.ts';
import { binaryData } from './n8n-core.ts';
import { inMemory } from './node-form.ts';
import type { INodeExecutionData } from './types.ts';

let sandbox: Sandbox;
let engine: Engine;
beforeEach(async () => {
  sandbox = await startSandbox({ hold: true });
  engine = new Engine({ baseUrl: sandbox.url });
});
afterEach(() => sandbox.close());

const image = media('front-640x640.jpg');
const withFile: INodeExecutionData = { json: { name: 'Maja' }, binary: { data: inMemory(image) as never } };
const parameters = {
  name: '={{ $json.name }}',
  description: 'A girl with a red hat',
  frontalImageSource: 'binary',
};
const create = (more: Partial<NodeUnderTest> = {}): NodeUnderTest => ({
  node: 'KlingCreateElement',
  parameters,
  ...more,
});
const named = (name: unknown): INodeExecutionData => ({ ...withFile, json: { name } as never });
const createBodies = () => sandbox.requests.filter(({ operation }) => operation === 'create');

test('name, description and one image, used as frontal and other image, create an element', async () => {
  const { status, outputs } = await engine.run(create(), [withFile]);
  expect(status).toBe('success');
  expect(outputs[0]).toEqual([
    {
      json: expect.objectContaining({
        task_id: expect.stringMatching(/^\d+$/),
        task_status: 'submitted',
        external_task_id: expect.stringMatching(/^n8n-[0-9a-f]{32}$/),
        repeated: false,
      }),
      pairedItem: { item: 0 },
    },
  ]);
  expect(sandbox.tasks()).toMatchObject([{ name: 'Maja', status: 'submitted' }]);
});

test('without Simplify, Create Element returns Kling’s task with every digit of the ID', async () => {
  const more = { parameters: { ...parameters, options: { simple: false } } };
  const { outputs } = await engine.run(create(more), [withFile]);
  expect(outputs[0]?.[0]?.json).toMatchObject({
    task_id: sandbox.tasks()[0]?.id,
    task_info: { external_task_id: expect.any(String) },
  });
});

test('an access key and a secret key sign the token of each request', async () => {
  const credential = {
    authentication: 'accessKey',
    accessKey: 'sandbox-access',
    secretKey: 'sandbox-secret',
  };
  const { status } = await new Engine({ baseUrl: sandbox.url, credential }).run(create(), [withFile]);
  expect(status).toBe('success');
});

test('a wrong key fails after one request, with Kling’s code', async () => {
  const credential = { authentication: 'accessKey', accessKey: 'nobody', secretKey: 'x' };
  const ended = await new Engine({ baseUrl: sandbox.url, credential }).run(create(), [withFile]);
  expect(ended.error).toMatchObject({ httpCode: '1002', message: expect.stringContaining('check the key') });
  expect(sandbox.calls.create).toBe(1);
});

test('an invalid base URL fails before anything is sent', async () => {
  const { error } = await new Engine({ baseUrl: 'kling' }).run(create(), [withFile]);
  expect(error?.message).toContain('Base URL');
});

describe('creating once', () => {
  test('after a lost response, the created task is found in the same run', async () => {
    sandbox.faults.add({ kind: 'lost-answer', on: 'create', when: 'after' });
    const { outputs } = await engine.run(create(), [withFile]);
    expect(outputs[0]?.[0]?.json).toMatchObject({ task_id: sandbox.tasks()[0]?.id, repeated: false });
    expect(sandbox.tasks()).toHaveLength(1);
  });

  test('Retry On Fail after a lost response finds the created task', async () => {
    sandbox.faults.add(
      { kind: 'lost-answer', on: 'create', when: 'after' },
      { kind: 'error', on: 'task', code: 1103 },
    );
    const retry = create({ retryOnFail: true, maxTries: 2, waitBetweenTries: 1 });
    const { status, outputs } = await engine.run(retry, [withFile]);
    expect(status).toBe('success');
    expect(outputs[0]?.[0]?.json).toMatchObject({ task_id: sandbox.tasks()[0]?.id, repeated: true });
    expect(sandbox.tasks()).toHaveLength(1);
  });

  test('a retry of a failed execution finds the tasks that were created before', async () => {
    sandbox.faults.add({ kind: 'error', on: 'create', code: 1103, skip: 1 });
    const items = [named('Maja'), named('Ben')];
    const failed = await engine.run(create(), items, { executionId: '7' });
    expect(failed.error?.context?.itemIndex).toBe(1);
    const retried = await engine.retry(create(), items, failed, '8');
    expect(retried.outputs[0]?.map(({ json }) => json.repeated)).toEqual([true, false]);
    expect(sandbox.tasks().map(({ name }) => name)).toEqual(['Maja', 'Ben']);
  });

  test('a new execution creates another element', async () => {
    await engine.run(create(), [withFile], { executionId: '1' });
    await engine.run(create(), [withFile], { executionId: '2' });
    expect(sandbox.tasks()).toHaveLength(2);
  });

  test('an external task ID given by the user is sent to Kling and finds the task again', async () => {
    const more = { parameters: { ...parameters, options: { externalTaskId: 'order 7/8' } } };
    const twice = [await engine.run(create(more), [withFile]), await engine.run(create(more), [withFile])];
    expect(twice.map(({ outputs }) => outputs[0]?.[0]?.json.repeated)).toEqual([false, true]);
    expect(sandbox.tasks()).toMatchObject([{ externalId: 'order 7/8' }]);
  });
});

describe('callbacks', () => {
  test('Callback “This Execution” sends n8n’s resume URL, with the node’s path before the signature', async () => {
    await engine.run(create({ parameters: { ...parameters, callback: 'execution' } }), [withFile]);
    expect(sandbox.tasks()[0]?.callbackUrl).toMatch(
      /^http:\/\/127\.0\.0\.1:5678\/webhook-waiting\/1\/kling-task\?signature=a{64}$/,
    );
  });

  test('Callback “URL” sends the URL of the user', async () => {
    const callback = { callback: 'url', callbackUrl: 'http://127.0.0.1:1/webhook/x/kling' };
    await engine.run(create({ parameters: { ...parameters, ...callback } }), [withFile]);
    expect(sandbox.tasks()[0]?.callbackUrl).toBe('http://127.0.0.1:1/webhook/x/kling');
  });
});

describe('On Error', () => {
  const items = [named('Maja'), named(''), named('Ben')];

  test('On Error “Stop Workflow” fails with the error of the item', async () => {
    const { status, error } = await engine.run(create(), items);
    expect(status).toBe('error');
    expect(error).toMatchObject({
      message: '"Name": Enter the name: 1 to 20 characters.',
      context: { itemIndex: 1 },
    });
    expect(sandbox.tasks()).toHaveLength(1);
  });

  test('On Error “Continue” returns the error in the place of the failed item', async () => {
    const { status, outputs } = await engine.run(create({ onError: 'continueRegularOutput' }), items);
    expect(status).toBe('success');
    expect(
      outputs[0]?.map(({ json, pairedItem }) => [
        json.task_status ?? (json.error as { message: string }).message,
        pairedItem,
      ]),
    ).toEqual([
      ['submitted', { item: 0 }],
      ['"Name": Enter the name: 1 to 20 characters.', { item: 1 }],
      ['submitted', { item: 2 }],
    ]);
  });

  test('On Error “Continue (using error output)” sends the failed item there with its data', async () => {
    const { outputs } = await engine.run(create({ onError: 'continueErrorOutput' }), items);
    expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
    expect(outputs[1]).toMatchObject([
      { json: { name: '', error: { message: expect.any(String), issues: [{ code: 'REQUIRED' }] } } },
    ]);
  });

  test('the description of the error lists the other issues of an item', async () => {
    const more = { parameters: { ...parameters, description: '={{ "x".repeat(101) }}' } };
    const { error } = await engine.run(create(more), [named('x'.repeat(21))]);
    expect(error?.message).toContain('(and 1 more issue)');
    expect(error?.description).toMatch(/^"Description": [^\n]*$/);
  });
});

test('200 items create 200 tasks, paired with their items', async () => {
  const items = Array.from({ length: 200 }, (_, index) => named(`Maja ${index}`));
  const { outputs } = await engine.run(create(), items);
  expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
  expect(new Set(outputs[0]?.map(({ json }) => json.task_id)).size).toBe(200);
  expect(new Set(sandbox.tasks().map(({ externalId }) => externalId)).size).toBe(200);
});

test('binary data that n8n keeps on disk is sent', async () => {
  await binaryData.init();
  const stored = await binaryData.store(
    { type: 'execution', workflowId: 'workflow-1', executionId: '1' },
    Buffer.from(image),
    { mimeType: 'image/png', data: '' },
  );
  expect(stored.id).toMatch(/^filesystem/);
  const { status } = await engine.run(create(), [
    { json: { name: 'Maja' }, binary: { data: stored as never } },
  ]);
  expect(status).toBe('success');
});

test('missing binary data fails with the index of its item, before Kling is called', async () => {
  const { error } = await engine.run(create(), [{ json: { name: 'Maja' } }]);
  expect(error?.context?.itemIndex).toBe(0);
  expect(createBodies()).toHaveLength(0);
});

test('without Check Media, the image is sent to Kling, whose error is returned', async () => {
  const more = { parameters: { ...parameters, options: { checkMedia: false } } };
  const { error } = await engine.run(create(more), [
    { ...withFile, binary: { data: inMemory(media('small-200x150.png')) as never } },
  ]);
  expect(error).toMatchObject({ httpCode: '1201', description: expect.stringContaining('Request ID') });
});

test('the voice picker lists Kling’s presets', async () => {
  const found = (await engine.search('KlingCreateElement', 'searchVoices')) as {
    results: { value: string }[];
  };
  expect(found.results.length).toBeGreaterThan(0);
  expect(found.results[0]?.value).toMatch(/^\d+$/);
});

test('numbers from a spreadsheet are taken as text', async () => {
  const more = {
    parameters: { ...parameters, description: '={{ 4711 }}', options: { externalTaskId: '={{ 42 }}' } },
  };
  const { status } = await engine.run(create(more), [named(7)]);
  expect(status).toBe('success');
  expect(sandbox.tasks()).toMatchObject([{ name: '7', externalId: '42' }]);
});

test.each([
  ['Name', { name: '={{ 9007199254740993 }}' }],
  ['Description', { description: '={{ 9007199254740993 }}' }],
  ['Voice', { voice: { __rl: true, mode: 'id', value: '={{ 9007199254740993 }}' } }],
  ['External Task ID', { options: { externalTaskId: '={{ 9007199254740993 }}' } }],
])('a number in "%s" that has lost digits is rejected, and nothing is sent', async (label, more) => {
  const { error } = await engine.run(create({ parameters: { ...parameters, ...more } }), [withFile]);
  expect(error?.message).toBe(`"${label}" is a number that is too long and has lost digits`);
  expect(sandbox.tasks()).toEqual([]);
});
