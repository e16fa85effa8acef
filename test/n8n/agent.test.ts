import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox } from '@kling-elements/sandbox';

import type { NamedCredential } from '../../harness/n8n/actions.ts';
import type { WorkflowFile } from '../../harness/n8n/workflow.ts';
import { createTask } from './create-task.ts';
import { example } from './example.ts';
import { type Move, startModel } from './model.ts';
import { sharedN8n } from './shared.ts';

const n8n = sharedN8n();
let sandbox: Sandbox;
let klingApi: NamedCredential;
let withoutUrl: NamedCredential;
beforeAll(async () => {
  sandbox = await startSandbox({ hold: true });
  klingApi = await n8n.addCredential({ baseUrl: sandbox.url });
  withoutUrl = await n8n.addCredential({ baseUrl: 'nowhere' });
});
afterAll(() => sandbox.close());

const noTask = '856528333369769993';

const inputs: Record<string, object> = {
  Create_Element: {
    name: '',
    description: 'A girl with a red hat',
    front_url: 'https://example.com/front.png',
    side_url: 'https://example.com/side.png',
  },
  Wait_for_Task: { task_id: noTask },
  List_Elements: { limit: 3 },
};

interface Setting {
  readonly agent: number;
  readonly credential: NamedCredential;
  readonly parameters?: object;
}

/** What the model gets from a tool that it calls. */
async function outputOf(tool: string, { agent, credential, parameters }: Setting): Promise<unknown> {
  let output: unknown;
  const say = (outputs: readonly unknown[]): Move => {
    [output] = outputs;
    return { say: 'I see.' };
  };
  await using model = await startModel([() => ({ tool, with: inputs[tool] ?? {} }), say]);
  const openAiApi = await n8n.addModelCredential({ apiKey: 'none', url: model.url });
  const file = example('assistant-with-tools.json', { klingApi: credential, openAiApi });
  const nodes = file.nodes.map((node) => {
    if (node.type.endsWith('.agent')) return { ...node, typeVersion: agent };
    const isUsed = node.name.replaceAll(' ', '_') === tool;
    return isUsed ? { ...node, parameters: { ...node.parameters, ...parameters } } : node;
  });
  const workflow: WorkflowFile = { ...file, nodes };
  const id = await n8n.chat(await n8n.addWorkflow(workflow), 'When Chatting', 'Go ahead.');
  const run = await n8n.reaches(id, 'success');
  expect(run.json('Assistant')).toEqual([expect.objectContaining({ output: 'I see.' })]);
  return output;
}

// Older agents call tools as functions, newer ones have n8n run them as nodes.
describe.each([2.2, 3])('with version %d of the agent', (agent) => {
  test('an agent gets the reasons why Create Element refuses an input', async () => {
    expect(await outputOf('Create_Element', { agent, credential: klingApi })).toEqual([
      {
        error: {
          message: '"Name": Enter the name: 1 to 20 characters.',
          issues: [expect.objectContaining({ parameter: 'Name' })],
        },
      },
    ]);
  });

  test('an agent gets the reason why Wait for Task finds no task', async () => {
    expect(await outputOf('Wait_for_Task', { agent, credential: klingApi })).toEqual([
      {
        error: expect.objectContaining({
          message: expect.stringContaining('Kling finds nothing with this ID'),
          task_id: noTask,
          retryable: false,
        }),
      },
    ]);
  });

  test('an agent gets the status of a task that Wait for Task has not seen finish, even if it is set to wait on callback', async () => {
    const parameters = { resume: 'callback', maxWait: 0 };
    const id = await createTask(sandbox, 'Agatha');
    const withTask = { taskId: id, ...parameters };
    expect(await outputOf('Wait_for_Task', { agent, credential: klingApi, parameters: withTask })).toEqual([
      {
        error: expect.objectContaining({
          message: 'The task is not finished after 0 seconds',
          task_id: id,
          last_status: 'submitted',
        }),
      },
    ]);
  });

  test('an agent gets the reason why Kling Element finds no task', async () => {
    const parameters = { resource: 'task', operation: 'get', taskId: noTask };
    expect(await outputOf('List_Elements', { agent, credential: klingApi, parameters })).toEqual([
      {
        error: expect.objectContaining({
          message: expect.stringContaining('Kling finds nothing with this ID'),
          kind: 'NOT_FOUND',
        }),
      },
    ]);
  });

  test.each(['Create_Element', 'Wait_for_Task', 'List_Elements'])(
    'an agent gets the reason why %s cannot use its credential',
    async (tool) => {
      expect(await outputOf(tool, { agent, credential: withoutUrl })).toEqual([
        { error: expect.objectContaining({ message: expect.stringMatching(/base url/i) }) },
      ]);
    },
  );
});
