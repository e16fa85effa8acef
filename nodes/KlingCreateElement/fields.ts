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
    description: 'The name of the element, up to 20 characters. It does not have to be unique.',
  },
  {
    displayName: 'Description',
    name: 'description',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. A girl with a red hat and freckles',
    description: 'What the element looks like, up to 100 characters',
  },
  {
    displayName: 'Create From',
    name: 'referenceType',
    type: 'options',
    options: [
      { name: 'Images', value: 'images', description: 'A frontal image and one to three more images' },
      { name: 'Video', value: 'video', description: 'A clip of a realistic human' },
    ],
    default: 'images',
    description: 'Whether to create the element from images or from a video',
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
      'The URL of a video that shows a realistic human: MP4 or MOV, 3 to 8 seconds, 1080p, 16:9 or 9:16, up to 200 MB',
    displayOptions: { show: { referenceType: ['video'] } },
  },
  {
    displayName: 'Voice',
    name: 'voice',
    type: 'resourceLocator',
    default: { mode: 'list', value: '' },
    description:
      'The voice the element speaks with: one of your own or a preset of Kling. Leave empty for none.',
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
    description: 'The categories to list the element in',
  },
  {
    displayName: 'Callback',
    name: 'callback',
    type: 'options',
    options: [
      { name: 'None', value: 'none', description: 'Do not send status updates' },
      {
        name: 'This Execution',
        value: 'execution',
        description:
          'Send status updates to a Kling Wait for Task node in this workflow with "Resume" set to "On Callback"',
      },
      {
        name: 'URL',
        value: 'url',
        description: 'Send status updates to a Kling Element Trigger or to any other URL',
      },
    ],
    default: 'none',
    description: 'Where Kling sends status updates of the task',
  },
  {
    displayName: 'Callback URL',
    name: 'callbackUrl',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. https://n8n.example.com/webhook/…/kling',
    description: 'The URL that Kling calls, for example the production URL of a Kling Element Trigger',
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
        description: 'Whether to check the format and size of images and videos before sending them to Kling',
      },
      {
        displayName: 'External Task ID',
        name: 'externalTaskId',
        type: 'string',
        default: '',
        description:
          'Your own ID for the task, unique in your Kling account. If a task with this ID exists, it is returned and no second one is created. If empty, an ID is derived from the execution and the item, so retries do not create duplicates.',
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
