import type { INodeProperties } from 'n8n-workflow';

export const createVoiceFields: INodeProperties[] = [
  {
    displayName: 'Name',
    name: 'voiceName',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. Maja',
    description: 'The name of the voice, up to 20 characters',
  },
  {
    displayName: 'Create From',
    name: 'source',
    type: 'options',
    options: [
      { name: 'Recording', value: 'recording' },
      { name: 'Kling Video', value: 'video' },
    ],
    default: 'recording',
    description: 'Where to take the voice from',
  },
  {
    displayName: 'Recording URL',
    name: 'voiceUrl',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. https://example.com/maja.mp3',
    description: 'The public URL of a recording of the voice',
    displayOptions: { show: { source: ['recording'] } },
  },
  {
    displayName: 'Video ID',
    name: 'videoId',
    type: 'string',
    required: true,
    default: '',
    description: 'The ID of a video that Kling has generated for your account',
    displayOptions: { show: { source: ['video'] } },
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: [
      {
        displayName: 'Callback URL',
        name: 'callbackUrl',
        type: 'string',
        default: '',
        description:
          'The URL to which Kling sends status updates of the task, for example that of a Kling Element Trigger',
      },
      {
        displayName: 'External Task ID',
        name: 'externalTaskId',
        type: 'string',
        default: '',
        description:
          'Your own ID for the task, unique in your Kling account. If empty, an ID is derived from the execution and the item, so retries do not create duplicates.',
      },
    ],
  },
];
