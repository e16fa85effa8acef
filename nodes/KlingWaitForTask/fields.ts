import type { INodeProperties } from 'n8n-workflow';

export const fields: INodeProperties[] = [
  {
    displayName: 'Task ID',
    name: 'taskId',
    type: 'string',
    required: true,
    default: '={{ $json.task_id }}',
    placeholder: 'e.g. 856528333369769993',
    description:
      'The task ID that Kling Create Element returned, or the external task ID. Give IDs as text: as numbers they lose digits.',
  },
  {
    displayName: 'Resume',
    name: 'resume',
    type: 'options',
    options: [
      {
        name: 'By Polling',
        value: 'polling',
        description:
          'Ask Kling again and again, with growing pauses. Needs nothing else; keeps the execution running.',
      },
      {
        name: 'On Callback',
        value: 'callback',
        description:
          'Put the execution to sleep until Kling calls. The tasks must have been created in this execution with Callback set to This Execution, and Kling must be able to reach this n8n.',
      },
    ],
    default: 'polling',
    description: 'How to learn that the tasks are final',
  },
  {
    displayName: 'Maximum Wait (Seconds)',
    name: 'maxWait',
    type: 'number',
    typeOptions: { minValue: 0 },
    default: 600,
    description:
      'How long to wait for all tasks together, before those that are not final fail with what is known of them. 0 fetched once.',
    displayOptions: { show: { resume: ['polling'] } },
  },
  {
    displayName: 'Maximum Wait (Seconds)',
    name: 'maxWait',
    type: 'number',
    typeOptions: { minValue: 10 },
    default: 300,
    description:
      'After so long the execution goes on, whether Kling has called or not. A callback may be lost: set On Error to Continue (using error output), and lead items with error.task_status timed_out back here to result again. n8n may take up to a minute longer.',
    displayOptions: { show: { resume: ['callback'] } },
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: [
      {
        displayName: 'Longest Pause (Seconds)',
        name: 'longestPause',
        type: 'number',
        typeOptions: { minValue: 1 },
        default: 15,
        description: 'Pauses between two fetched grow from one second up to this',
      },
      {
        displayName: 'Simplify',
        name: 'simple',
        type: 'boolean',
        default: true,
        description: 'Whether to return a simplified version of the response instead of the raw data',
      },
      {
        displayName: 'Tasks Make',
        name: 'made',
        type: 'options',
        options: [
          { name: 'Elements', value: 'element' },
          { name: 'Voices', value: 'voice' },
        ],
        default: 'element',
        description: 'What kind of task to wait for. Kling keeps those of elements and of voices apart.',
      },
    ],
  },
];
