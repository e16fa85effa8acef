import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox } from '@kling-elements/sandbox';

import type { NamedCredential } from '../../harness/n8n/actions.ts';
import { createFrom, itemsNode } from './parts.ts';
import { sharedN8n } from './shared.ts';
import { WorkflowBuilder } from '../../harness/n8n/workflow.ts';

const n8n = sharedN8n();
let sandbox: Sandbox;
let credential: NamedCredential;
beforeAll(async () => {
  sandbox = await startSandbox({ taskMs: 0, ownElements: 40 });
  credential = await n8n.addCredential({ baseUrl: sandbox.url });
});
afterAll(() => sandbox.close());

const elementId = { mode: 'id', value: "={{ $('Wait').first().json.element_id }}" };
const voiceId = { mode: 'id', value: "={{ $('Wait for voice').first().json.voice_id }}" };

/** Each operation once, one after the other, each for one item. */
const operations = {
  'Get element': { resource: 'element', operation: 'get', elementId },
  'Get raw element': { resource: 'element', operation: 'get', elementId, simple: false },
  'All elements': { resource: 'element', operation: 'getAll', returnAll: true },
  'Few elements': { resource: 'element', operation: 'getAll', limit: 7 },
  'Preset elements': { resource: 'element', operation: 'getAllPresets', returnAll: true },
  'Get task': { resource: 'task', operation: 'get', taskId: "={{ $('Wait').first().json.task_id }}" },
  'All tasks': { resource: 'task', operation: 'getAll', returnAll: true },
  'Create voice': {
    resource: 'voice',
    operation: 'create',
    voiceName: 'Soft',
    voiceUrl: 'https://example.com/voice.mp3',
  },
} as const;

test('every operation of the library works in a real n8n', async () => {
  const builder = new WorkflowBuilder(credential);
  createFrom(itemsNode(builder, ['Maja']), sandbox);
  builder.klingNode('Wait', 'klingWaitForTask', {}).chain('Items', 'Create', 'Wait');
  // An empty list would end the chain; an empty item continues it.
  const library = (name: string, parameters: Record<string, unknown>) => {
    builder.klingNode(name, 'klingElement', parameters, { executeOnce: true, alwaysOutputData: true });
    return name;
  };
  const names = Object.entries(operations).map(([name, parameters]) => library(name, parameters));
  builder
    .chain('Wait', ...names)
    .klingNode('Wait for voice', 'klingWaitForTask', { options: { made: 'voice' } })
    .chain('Create voice', 'Wait for voice')
    .chain(
      'Wait for voice',
      library('Voices', { resource: 'voice', operation: 'getAll', returnAll: true }),
      library('Preset voices', { resource: 'voice', operation: 'getAllPresets', returnAll: true }),
      library('Delete voice', { resource: 'voice', operation: 'delete', voiceId }),
      library('Voices left', { resource: 'voice', operation: 'getAll', returnAll: true }),
      library('Delete element', { resource: 'element', operation: 'delete', elementId }),
      library('Elements left', { resource: 'element', operation: 'getAll', returnAll: true }),
      library('Elements and deleted', {
        resource: 'element',
        operation: 'getAll',
        returnAll: true,
        filters: { availability: ['available', 'deleted'] },
      }),
    );
  const run = await n8n.runToEnd(builder.build());

  const maja = sandbox.tasks().find(({ name }) => name === 'Maja');
  const created = { element_id: maja?.madeId, element_name: 'Maja' };
  expect(run.json('Get element')).toEqual([expect.objectContaining({ ...created, deleted: false })]);
  expect(run.json('Get raw element')).toEqual([
    expect.objectContaining({
      task_result: { elements: [expect.objectContaining({ element_id: maja?.madeId })] },
    }),
  ]);
  expect(run.json('All elements')).toHaveLength(41);
  expect(run.json('All elements')).toContainEqual(expect.objectContaining(created));
  expect(run.json('Few elements')).toHaveLength(7);
  expect(run.json('Preset elements')).toHaveLength(54);
  expect(run.json('Get task')).toEqual([
    expect.objectContaining({ ...created, task_id: maja?.id, task_status: 'succeed' }),
  ]);
  expect(run.json('All tasks')).toHaveLength(41);
  const voice = sandbox.tasks().find(({ kind }) => kind === 'voice');
  expect(run.json('Voices')).toEqual([
    expect.objectContaining({ voice_id: voice?.madeId, voice_name: 'Soft', preset: false }),
  ]);
  expect(run.json('Preset voices')).toHaveLength(8);
  expect(run.json('Preset voices').every(({ preset }) => preset === true)).toBe(true);
  expect(run.json('Delete voice')).toEqual([{ voice_id: voice?.madeId, deleted: true }]);
  expect(run.json('Voices left')).toEqual([{}]);
  expect(run.json('Delete element')).toEqual([{ element_id: maja?.madeId, deleted: true }]);
  expect(run.json('Elements left')).toHaveLength(40);
  expect(run.json('Elements and deleted')).toHaveLength(41);
  const ids = run.json('All elements').map(({ element_id: id }) => id);
  expect(ids.filter((id) => typeof id !== 'string' || !/^\d+$/.test(id))).toEqual([]);
  expect(new Set(ids).size).toBe(41);
});
