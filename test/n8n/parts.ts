import type { Sandbox } from '@kling-elements/sandbox';

import type { WorkflowBuilder, WorkflowNode } from '../../harness/n8n/workflow.ts';

/** `Start` and `Items`: one item for each name. */
export function itemsNode(builder: WorkflowBuilder, names: readonly string[]): WorkflowBuilder {
  const jsonOutput = JSON.stringify({ names });
  return builder
    .base('Start', 'manualTrigger')
    .base('Names', 'set', { mode: 'raw', jsonOutput }, { typeVersion: 3.4 })
    .base('Items', 'splitOut', { fieldToSplitOut: 'names', options: { destinationFieldName: 'name' } })
    .chain('Start', 'Names', 'Items');
}

/** `Create`: an element for each item, from the sandbox's sample images. */
export function createFrom(
  builder: WorkflowBuilder,
  sandbox: Sandbox,
  more: Record<string, unknown> = {},
): WorkflowBuilder {
  return builder.klingNode('Create', 'klingCreateElement', {
    name: '={{ $json.name }}',
    description: 'Made by a test',
    frontalImageUrl: `${sandbox.url}/sandbox/media/square.png`,
    otherImages: { images: [{ source: 'url', url: `${sandbox.url}/sandbox/media/portrait.png` }] },
    ...more,
  });
}

interface WaitSettings {
  readonly maxWait?: number;
  readonly onError?: WorkflowNode['onError'];
}

/** `Wait` by callback, with `Done` and `Failed` behind it. */
export function waitByCallback(
  builder: WorkflowBuilder,
  { maxWait = 300, onError = 'continueErrorOutput' }: WaitSettings = {},
): WorkflowBuilder {
  return builder
    .klingNode(
      'Wait',
      'klingWaitForTask',
      { taskId: '={{ $json.task_id }}', resume: 'callback', maxWait },
      { onError },
    )
    .base('Done', 'noOp')
    .base('Failed', 'noOp')
    .connect('Wait', 'Done')
    .connect('Wait', 'Failed', 1);
}
