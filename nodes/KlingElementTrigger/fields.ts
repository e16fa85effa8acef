import type { INodeProperties } from 'n8n-workflow';

export const fields: INodeProperties[] = [
  {
    displayName:
      'Kling has no subscriptions. Copy the Production URL above, publish this workflow, and paste the URL where callbacks are asked for: as Callback URL of Kling Create Element, or as <code>callback_url</code> of your own calls.',
    name: 'notice',
    type: 'notice',
    default: '',
  },
  {
    displayName: 'Statuses',
    name: 'statuses',
    type: 'multiOptions',
    options: [
      { name: 'Failed', value: 'failed' },
      { name: 'Processing', value: 'processing' },
      { name: 'Submitted', value: 'submitted' },
      { name: 'Succeeded', value: 'succeed' },
    ],
    default: ['failed', 'succeed'],
    description: 'Which statuses of a task start the workflow',
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
        description: 'Only tasks whose external task ID begins like this start the workflow',
      },
      {
        displayName: 'Read Task Again',
        name: 'readTask',
        type: 'boolean',
        default: true,
        description:
          'Whether to ask Kling for the task instead of believing the callback. Without a webhook secret in the credential, anybody who knows the URL could invent a task otherwise.',
      },
      {
        displayName: 'Start on Test Callbacks',
        name: 'testCallbacks',
        type: 'boolean',
        default: false,
        description:
          'Whether the test callback of the Kling console starts the workflow as well. It is answered in any case.',
      },
    ],
  },
];
