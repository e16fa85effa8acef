import type { INodeProperties } from 'n8n-workflow';

import { taskIdField } from '../shared/tasks/task-id-field.ts';

export const fields: INodeProperties[] = [
  { ...taskIdField, default: { mode: 'id', value: '={{ $json.task_id }}' } },
  {
    displayName: 'Resume',
    name: 'resume',
    type: 'options',
    options: [
      {
        name: 'By Polling',
        value: 'polling',
        description:
          'Check the status repeatedly at growing intervals. Needs no setup, but keeps the execution running.',
      },
      {
        name: 'On Callback',
        value: 'callback',
        description:
          'Suspend the execution until Kling calls back, and check the tasks every few minutes in case no callback arrives. Needs an n8n that Kling can reach, and tasks created in this execution with "Callback" set to "This Execution".',
      },
    ],
    default: 'polling',
    description: 'How to find out when the tasks have finished',
  },
  {
    displayName: 'Maximum Wait (Seconds)',
    name: 'maxWait',
    type: 'number',
    typeOptions: { minValue: 0 },
    default: 600,
    description:
      'How long to wait for all tasks in total. Tasks that have not finished by then fail with their last known status. Set to 0 to check once.',
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: [
      {
        displayName: 'Longest Interval (Seconds)',
        name: 'longestPause',
        type: 'number',
        typeOptions: { minValue: 1 },
        default: 15,
        description: 'The polling interval starts at one second and doubles up to this limit',
      },
      {
        displayName: 'Simplify',
        name: 'simple',
        type: 'boolean',
        default: true,
        description: 'Whether to return a simplified version of the response instead of the raw data',
      },
    ],
  },
];
