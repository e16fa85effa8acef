import type { Sandbox } from '@kling-elements/sandbox';

import type { WorkflowBuilder } from '../../harness/n8n/workflow.ts';

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

/** `Wait` by callback, `Done` after it, and the loop that fetches again when no callback has arrived. */
export function waitByCallback(builder: WorkflowBuilder, maxWait = 300): WorkflowBuilder {
  const timedOut = {
    conditions: {
      options: { caseSensitive: true, typeValidation: 'strict', version: 2 },
      conditions: [
        {
          id: 'timed-out',
          leftValue: '={{ $json.error.task_status }}',
          rightValue: 'timed_out',
          operator: { type: 'string', operation: 'equals' },
        },
      ],
      combinator: 'and',
    },
  };
  return builder
    .klingNode(
      'Wait',
      'klingWaitForTask',
      { taskId: '={{ $json.task_id }}', resume: 'callback', maxWait },
      { onError: 'continueErrorOutput' },
    )
    .base('Done', 'noOp')
    .base('Timed out?', 'if', timedOut, { typeVersion: 2.2 })
    .base('Failed', 'noOp')
    .connect('Wait', 'Done')
    .connect('Wait', 'Timed out?', 1)
    .connect('Timed out?', 'Wait')
    .connect('Timed out?', 'Failed', 1);
}
