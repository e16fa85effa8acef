import type { INodeProperties } from 'n8n-workflow';

export const createVoiceFields: INodeProperties[] = [
  {
    displayName: 'Name',
    name: 'voiceName',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. Maja',
    description: 'What the voice is called, 1 to 20 characters',
  },
  {
    displayName: 'Make It From',
    name: 'source',
    type: 'options',
    options: [
      { name: 'Recording', value: 'recording' },
      { name: 'Video at Kling', value: 'video' },
    ],
    default: 'recording',
    description: 'Where the voice is to be heard',
  },
  {
    displayName: 'Recording URL',
    name: 'voiceUrl',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. https://example.com/maja.mp3',
    description: 'Public web address of a recording of the voice',
    displayOptions: { show: { source: ['recording'] } },
  },
  {
    displayName: 'Video ID',
    name: 'videoId',
    type: 'string',
    required: true,
    default: '',
    description: 'ID of a video that Kling has made for this account',
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
        description: 'Who is told when the status of the task changes, such as a Kling Element Trigger',
      },
      {
        displayName: 'External Task ID',
        name: 'externalTaskId',
        type: 'string',
        default: '',
        description:
          'An ID of your own, unique in the whole Kling account. When empty, one is derived from the execution and the item, so that retries make nothing twice.',
      },
    ],
  },
];
