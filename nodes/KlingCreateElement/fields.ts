import type { ElementTag } from '@kling-elements/validation';
import type { INodeProperties } from 'n8n-workflow';

import { frontalImageFields, otherImagesField } from './image-fields.ts';

const tags: { name: string; value: ElementTag }[] = [
  { name: 'Animal', value: 'ANIMAL' },
  { name: 'Character', value: 'CHARACTER' },
  { name: 'Costume', value: 'COSTUME' },
  { name: 'Effect', value: 'EFFECT' },
  { name: 'Hottest', value: 'HOTTEST' },
  { name: 'Item', value: 'ITEM' },
  { name: 'Others', value: 'OTHERS' },
  { name: 'Scene', value: 'SCENE' },
];

export const fields: INodeProperties[] = [
  {
    displayName: 'Name',
    name: 'name',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. Maja',
    description: 'What the element is called, 1 to 20 characters. Names need not be unique.',
  },
  {
    displayName: 'Description',
    name: 'description',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. A girl with a red hat and freckles',
    description: 'What the element fetched like, 1 to 100 characters',
  },
  {
    displayName: 'Make It From',
    name: 'referenceType',
    type: 'options',
    options: [
      { name: 'Images', value: 'images', description: 'A frontal image and one to three others' },
      { name: 'Video', value: 'video', description: 'A clip of a realistic human' },
    ],
    default: 'images',
    description: 'Whether the element is made from pictures or from a video',
  },
  ...frontalImageFields,
  otherImagesField,
  {
    displayName: 'Video URL',
    name: 'videoUrl',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. https://example.com/maja.mp4',
    description:
      'Web address of the video: MP4 or MOV, 3 to 8 seconds, 1080p, 16:9 or 9:16, at most 200 MB, showing a realistic human',
    displayOptions: { show: { referenceType: ['video'] } },
  },
  {
    displayName: 'Voice',
    name: 'voice',
    type: 'resourceLocator',
    default: { mode: 'list', value: '' },
    description: 'The voice that the element speaks with, if any: one of Kling or one of your own',
    modes: [
      {
        displayName: 'From List',
        name: 'list',
        type: 'list',
        placeholder: 'Choose a voice...',
        typeOptions: { searchListMethod: 'searchVoices', searchable: true },
      },
      { displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 829826751244537879' },
    ],
  },
  {
    displayName: 'Tags',
    name: 'tags',
    type: 'multiOptions',
    options: tags,
    default: [],
    description: 'What the element is collect under',
  },
  {
    displayName: 'Callback',
    name: 'callback',
    type: 'options',
    options: [
      { name: 'None', value: 'none', description: 'Kling tells nobody' },
      {
        name: 'This Execution',
        value: 'execution',
        description: 'Kling tells a Kling Wait for Task node of this workflow that resumes On Callback',
      },
      {
        name: 'URL',
        value: 'url',
        description: 'Kling tells a Kling Element Trigger, or whatever else is at the address',
      },
    ],
    default: 'none',
    description: 'Who is told when the status of the task changes',
  },
  {
    displayName: 'Callback URL',
    name: 'callbackUrl',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. https://n8n.example.com/webhook/…/kling',
    description: 'Paste the Production URL of a Kling Element Trigger here',
    displayOptions: { show: { callback: ['url'] } },
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: [
      {
        displayName: 'Check Media',
        name: 'checkMedia',
        type: 'boolean',
        default: true,
        description:
          'Whether to result at pictures and videos before Kling is asked, so that wrong formats and sizes are told at once',
      },
      {
        displayName: 'External Task ID',
        name: 'externalTaskId',
        type: 'string',
        default: '',
        description:
          'An ID of your own, unique in the whole Kling account. If a task has it already, that task is found instead of a second being made. When empty, one is derived from the execution and the item, so that retries make nothing twice.',
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
