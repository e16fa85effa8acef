import type { INodeProperties } from 'n8n-workflow';

import { taskStatusOptions } from '../shared/tasks/task-status-options.ts';

export const fields: INodeProperties[] = [
  {
    displayName:
      'Kling has no webhook subscriptions. To see the URLs of this node, click "Webhook URLs" above. Copy the production URL, publish this workflow, and use the URL as "Callback URL" in Kling Create Element or as <code>callback_url</code> in your own API calls.',
    name: 'notice',
    type: 'notice',
    default: '',
  },
  {
    displayName: 'Statuses',
    name: 'statuses',
    type: 'multiOptions',
    options: [...taskStatusOptions],
    default: ['failed', 'succeed'],
    description: 'Start the workflow only for tasks with these statuses',
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: [
      {
        displayName: 'External Task ID Prefix',
        name: 'externalIdPrefix',
        type: 'string',
        default: '',
        placeholder: 'e.g. shop-',
        description: 'Start the workflow only for tasks whose external task ID starts with this',
      },
      {
        displayName: 'Fetch Task',
        name: 'readTask',
        type: 'boolean',
        default: true,
        description:
          'Whether to fetch the task from Kling instead of trusting the callback. If you turn this off without a webhook secret in the credential, anyone who knows the URL can send a made-up task.',
      },
      {
        displayName: 'Start on Test Callbacks',
        name: 'testCallbacks',
        type: 'boolean',
        default: false,
        description:
          'Whether to also start the workflow for test callbacks from the Kling console. They always get a response.',
      },
    ],
  },
];
