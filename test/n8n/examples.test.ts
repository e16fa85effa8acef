import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { pngImage, type Sandbox, startSandbox, type TaskView } from '@kling-elements/sandbox';

import type { NamedCredential } from '../../harness/n8n/actions.ts';
import { createTask } from './create-task.ts';
import { example, exampleFiles } from './example.ts';
import { type ChatRequest, startModel } from './model.ts';
import { startReceiver } from './receiver.ts';
import { sharedN8n } from './shared.ts';

const n8n = sharedN8n();
let sandbox: Sandbox;
let klingApi: NamedCredential;
beforeAll(async () => {
  sandbox = await startSandbox({ taskMs: 200 });
  klingApi = await n8n.addCredential({ baseUrl: sandbox.url });
});
afterAll(() => sandbox.close());

const tested = new Set<string>();
/** An example with everything filled in that its note asks for. */
const ready = (
  file: string,
  addresses: Record<string, string> = {},
  credentials: Record<string, NamedCredential> = {},
) => {
  tested.add(file);
  return example(file, { klingApi, ...credentials }, addresses);
};
const image = (name: string) => `${sandbox.url}/sandbox/media/${name}`;
const images = () => ({
  'https://example.com/images/maja-front.png': image('square.png'),
  'https://example.com/images/maja-side.png': image('portrait.png'),
});
const elementOf = (name: string) => {
  const task = sandbox.tasks().findLast((one) => one.name === name);
  return { name, element_id: task?.madeId };
};

/** Creates a task with a program, without n8n. @returns it when it has ended */
async function finished(name: string): Promise<TaskView> {
  const ended = sandbox.once('task', (one) => one.name === name && /succeed|failed/.test(one.status));
  await createTask(sandbox, name);
  return await ended;
}

test('the example from-a-form shows the element on its last page', async () => {
  const file = ready('from-a-form.json');
  const workflow = await n8n.addWorkflow(file);
  await n8n.activate(workflow);
  const webhookId = file.nodes.find((one) => one.type.endsWith('.formTrigger'))?.webhookId ?? '';
  const form = new FormData();
  form.set('field-0', 'Form Maja');
  form.set('field-1', 'A girl with a red hat');
  const png = (width: number) =>
    new File([pngImage({ width, height: 400, hue: 0 })], 'p.png', { type: 'image/png' });
  form.set('field-2', png(400));
  form.set('field-3', png(500));
  const sent = await fetch(`${n8n.rest.url}/form/${webhookId}`, { method: 'POST', body: form });
  const { formWaitingUrl } = (await sent.json()) as { formWaitingUrl: string };
  const [id] = await n8n.executionsOf(workflow);
  await n8n.reaches(id ?? '', 'waiting');
  const page = await (await fetch(formWaitingUrl)).text();
  expect(page).toContain('Form Maja is ready');
  expect(page).toContain(elementOf('Form Maja').element_id);
});

test('the example with a sheet of characters creates elements from valid rows, and reports the others with the reason', async () => {
  const run = await n8n.runToEnd(
    ready('a-sheet-of-characters.json', {
      ...images(),
      'https://example.com/images/fox-front.png': image('too-small.png'),
      'https://example.com/images/fox-side.png': image('landscape.png'),
      'https://example.com/images/lantern-front.png': image('square.png'),
      'https://example.com/images/lantern-side.png': image('landscape.png'),
    }),
  );
  expect(run.json('Made')).toEqual([elementOf('Maja'), elementOf('Lantern')]);
  expect(run.json('Not Made')).toEqual([
    { name: 'Fox', reason: expect.stringMatching(/Frontal Image.*at least 300 pixels/) },
  ]);
});

test('the example create-and-wait-by-callback returns the element', async () => {
  const workflow = await n8n.addWorkflow(ready('create-and-wait-by-callback.json', images()));
  sandbox.hold();
  const submitted = sandbox.once('task', ({ name }) => name === 'Maja');
  const id = await n8n.run(workflow);
  await n8n.reaches(id, 'waiting');
  sandbox.advance((await submitted).id, 'succeed');
  const run = await n8n.reaches(id, 'success');
  sandbox.release();
  expect(run.json('Made')).toEqual([elementOf('Maja')]);
});

test('the example for cleaning up the library deletes only elements with the prefix', async () => {
  const [one, two, keep] = [await finished('try-one'), await finished('try-two'), await finished('Retry')];
  const run = await n8n.runToEnd(ready('library-clean-up.json'), 'Every Week');
  expect(run.json('Delete Element')).toEqual(
    expect.arrayContaining([one, two].map(({ madeId }) => ({ element_id: madeId, deleted: true }))),
  );
  expect(run.json('Delete Element')).toHaveLength(2);
  expect([one, two, keep].map(({ id }) => sandbox.task(id)?.deleted)).toEqual([true, true, false]);
});

test('the example tell-when-ready reports tasks that succeed and tasks that fail', async () => {
  await using receiver = await startReceiver(() => ({}));
  const file = ready('tell-when-ready.json', { 'https://example.com/hooks/kling': `${receiver.url}/hook` });
  const workflow = await n8n.addWorkflow(file);
  await n8n.activate(workflow);
  const webhookId = file.nodes.find((one) => one.type.endsWith('Trigger'))?.webhookId ?? '';
  const url = `${n8n.rest.url}/webhook/${webhookId}/kling`;
  const good = await finished('Told');
  sandbox.faults.add({ kind: 'failed-task', message: 'No face in the image' });
  const bad = await finished('Told too');
  for (const { id } of [good, bad]) {
    expect(await sandbox.sendCallback({ task: id, url })).toMatchObject({ httpStatus: 200 });
    await n8n.newestEnded(workflow);
  }
  expect(receiver.bodies).toEqual([
    { text: `Element Told is ready: ${good.madeId}` },
    { text: `Kling could not create an element (task ${bad.id}): No face in the image` },
  ]);
});

test('an assistant creates an element with our nodes as its tools', async () => {
  await using model = await startModel([
    () => ({
      tool: 'Create_Element',
      with: {
        name: 'Ai Maja',
        description: 'A girl with a red hat',
        front_url: image('square.png'),
        side_url: image('portrait.png'),
      },
    }),
    ([created]) => ({ tool: 'Wait_for_Task', with: { task_id: only(created).task_id } }),
    () => ({ tool: 'List_Elements', with: { limit: 3 } }),
    ([, waited]) => ({ say: `Made: ${String(only(waited).element_id)}` }),
  ]);
  const openAiApi = await n8n.addModelCredential({ apiKey: 'none', url: model.url });
  const workflow = await n8n.addWorkflow(ready('assistant-with-tools.json', {}, { openAiApi }));
  const id = await n8n.chat(workflow, 'When Chatting', 'Make Ai Maja, please.');
  const run = await n8n.reaches(id, 'success');
  expect(run.json('Assistant')).toEqual([
    expect.objectContaining({ output: `Made: ${elementOf('Ai Maja').element_id}` }),
  ]);
  const { tools } = model.bodies[0] as ChatRequest;
  expect(tools.map((one) => one.function.name).sort()).toEqual([
    'Create_Element',
    'List_Elements',
    'Wait_for_Task',
  ]);
});

/** Tools return the list of their items. */
function only(output: unknown): Record<string, unknown> {
  const list = Array.isArray(output) ? (output as unknown[]) : [output];
  expect(list).toHaveLength(1);
  return list[0] as Record<string, unknown>;
}

test('the example a-video-with-an-element sends all digits of the element ID', async () => {
  await using kling = await startReceiver(() => ({
    code: 0,
    data: { task_id: '1', task_status: 'submitted' },
  }));
  const { madeId } = await finished('Rosa');
  const run = await n8n.runToEnd(
    ready('a-video-with-an-element.json', { 'https://api-singapore.klingai.com': kling.url }),
  );
  expect(madeId).toMatch(/^\d{18}$/);
  expect(kling.bodies).toEqual([expect.objectContaining({ element_list: [{ element_id: madeId }] })]);
  expect(run.json('Create Video')).toEqual([{ code: 0, data: { task_id: '1', task_status: 'submitted' } }]);
});

test('every example has a test', () => {
  expect([...tested].sort()).toEqual([...exampleFiles].sort());
});
