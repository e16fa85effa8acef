import type { Sandbox } from '@kling-elements/sandbox';

import { media } from '../../../harness/media/index.ts';
import type { Engine } from './engine.ts';
import { inMemory } from './node-form.ts';
import type { INodeExecutionData } from './types.ts';

/** An item with a task's simplified data, as Create Element puts it out. */
export interface TaskItem extends INodeExecutionData {
  readonly json: { task_id: string };
}

/** Makes so many tasks through the Create Element node: one an item. */
export async function createTasks(engine: Engine, count: number): Promise<TaskItem[]> {
  const binary = { data: inMemory(media('front-640x640.jpg')) as never };
  const create = {
    node: 'KlingCreateElement',
    parameters: { name: '={{ $json.name }}', description: 'x', frontalImageSource: 'binary' },
  } as const;
  const items = Array.from({ length: count }, (_, index) => ({ json: { name: `Maja ${index}` }, binary }));
  const { outputs } = await engine.run(create, items);
  return (outputs[0] ?? []).map(({ json }) => ({ json: json as { task_id: string } }));
}

/** Makes a voice's task through the Element node. */
export async function createVoice(engine: Engine, { url }: Sandbox, name = 'Maja'): Promise<TaskItem> {
  const parameters = {
    resource: 'voice',
    operation: 'create',
    voiceName: name,
    voiceUrl: `${url}/maja.mp3`,
    options: { externalTaskId: `voice ${name}` },
  };
  const { outputs } = await engine.run({ node: 'KlingElement', parameters }, [{ json: {} }]);
  return { json: outputs[0]?.[0]?.json as { task_id: string } };
}

/** Waits for the tasks of items through the Wait for Task node. */
export async function waitFor(engine: Engine, items: readonly INodeExecutionData[]) {
  const { outputs } = await engine.run({ node: 'KlingWaitForTask', parameters: {} }, items);
  return (outputs[0] ?? []).map(({ json }) => json);
}
