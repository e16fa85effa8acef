import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

const url: INodePropertyOptions = { name: 'URL', value: 'url', description: 'A public web address' };
const binary: INodePropertyOptions = {
  name: 'Binary Field',
  value: 'binary',
  description: 'A file that an earlier node has brought',
};
const base64: INodePropertyOptions = {
  name: 'Base64 Text',
  value: 'base64',
  description: 'A picture as text, as some AI services give it',
};
const frontal: INodePropertyOptions = {
  name: 'Same as Frontal Image',
  value: 'frontal',
  description: 'For when there is only one picture',
};

const limitsText =
  'JPEG or PNG, at most 10 MB, each side at least 300 pixels, the longer at most 2.5 times the shorter';

export const frontalImageFields: INodeProperties[] = [
  {
    displayName: 'Frontal Image From',
    name: 'frontalImageSource',
    type: 'options',
    options: [url, binary, base64],
    default: 'url',
    description: 'Where the picture comes from that shows the subject from the front',
    displayOptions: { show: { referenceType: ['images'] } },
  },
  {
    displayName: 'Frontal Image URL',
    name: 'frontalImageUrl',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. https://example.com/front.jpg',
    description: `Web address of the picture that shows the subject from the front. ${limitsText}.`,
    displayOptions: { show: { referenceType: ['images'], frontalImageSource: ['url'] } },
  },
  {
    displayName: 'Frontal Image Binary Field',
    name: 'frontalImageBinaryField',
    type: 'string',
    required: true,
    default: 'data',
    hint: 'The name of the input field containing the binary file data to be sent',
    description: `The picture that shows the subject from the front. ${limitsText}.`,
    displayOptions: { show: { referenceType: ['images'], frontalImageSource: ['binary'] } },
  },
  {
    displayName: 'Frontal Image Base64 Text',
    name: 'frontalImageBase64',
    type: 'string',
    required: true,
    default: '',
    description: `The picture that shows the subject from the front, with or without a data: prefix. ${limitsText}.`,
    displayOptions: { show: { referenceType: ['images'], frontalImageSource: ['base64'] } },
  },
];

export const otherImagesField: INodeProperties = {
  displayName: 'Other Images',
  name: 'otherImages',
  type: 'fixedCollection',
  typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Image' },
  placeholder: 'Add Image',
  default: { images: [{ source: 'frontal' }] },
  description: `One to three further pictures of the subject: other sides, a close-up, another pose. ${limitsText}.`,
  displayOptions: { show: { referenceType: ['images'] } },
  options: [
    {
      displayName: 'Image',
      name: 'images',
      values: [
        {
          displayName: 'Image From',
          name: 'source',
          type: 'options',
          options: [url, binary, base64, frontal],
          default: 'url',
          description: 'Where the picture comes from',
        },
        {
          displayName: 'URL',
          name: 'url',
          type: 'string',
          default: '',
          placeholder: 'e.g. https://example.com/side.jpg',
          description: 'Web address of the picture',
          displayOptions: { show: { source: ['url'] } },
        },
        {
          displayName: 'Binary Field',
          name: 'binaryField',
          type: 'string',
          default: 'data',
          hint: 'The name of the input field containing the binary file data to be sent',
          displayOptions: { show: { source: ['binary'] } },
        },
        {
          displayName: 'Base64 Text',
          name: 'base64',
          type: 'string',
          default: '',
          description: 'The picture, with or without a data: prefix',
          displayOptions: { show: { source: ['base64'] } },
        },
      ],
    },
  ],
};
