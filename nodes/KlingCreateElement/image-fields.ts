import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

const url: INodePropertyOptions = { name: 'URL', value: 'url', description: 'A public URL' };
const binary: INodePropertyOptions = {
  name: 'Binary Field',
  value: 'binary',
  description: 'A file from a previous node',
};
const base64: INodePropertyOptions = {
  name: 'Base64 String',
  value: 'base64',
  description: 'An encoded image, as some AI services return it',
};
const frontal: INodePropertyOptions = {
  name: 'Same as Frontal Image',
  value: 'frontal',
  description: 'Use this if you have only one image',
};

const limitsText = 'JPEG or PNG, up to 10 MB, at least 300 pixels on each side, aspect ratio up to 2.5:1';

export const frontalImageFields: INodeProperties[] = [
  {
    displayName: 'Frontal Image From',
    name: 'frontalImageSource',
    type: 'options',
    options: [url, binary, base64],
    default: 'url',
    description: 'Where to get the image that shows the subject from the front',
    displayOptions: { show: { referenceType: ['images'] } },
  },
  {
    displayName: 'Frontal Image URL',
    name: 'frontalImageUrl',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. https://example.com/front.jpg',
    description: `The URL of the image that shows the subject from the front. ${limitsText}.`,
    displayOptions: { show: { referenceType: ['images'], frontalImageSource: ['url'] } },
  },
  {
    displayName: 'Frontal Image Binary Field',
    name: 'frontalImageBinaryField',
    type: 'string',
    required: true,
    default: 'data',
    hint: 'The name of the input field containing the binary file data to be sent',
    description: `The image that shows the subject from the front. ${limitsText}.`,
    displayOptions: { show: { referenceType: ['images'], frontalImageSource: ['binary'] } },
  },
  {
    displayName: 'Frontal Image Base64 String',
    name: 'frontalImageBase64',
    type: 'string',
    required: true,
    default: '',
    description: `The image that shows the subject from the front, with or without a data: prefix. ${limitsText}.`,
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
  description: `One to three more images of the subject: other sides, a close-up, another pose. ${limitsText}.`,
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
          description: 'Where to get the image',
        },
        {
          displayName: 'URL',
          name: 'url',
          type: 'string',
          default: '',
          placeholder: 'e.g. https://example.com/side.jpg',
          description: 'The URL of the image',
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
          displayName: 'Base64 String',
          name: 'base64',
          type: 'string',
          default: '',
          description: 'The encoded image, with or without a data: prefix',
          displayOptions: { show: { source: ['base64'] } },
        },
      ],
    },
  ],
};
