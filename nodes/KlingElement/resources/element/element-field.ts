import type { INodeProperties } from 'n8n-workflow';

export const elementField: INodeProperties = {
  displayName: 'Element',
  name: 'elementId',
  type: 'resourceLocator',
  required: true,
  default: { mode: 'list', value: '' },
  description: 'The element to operate on. Pass IDs as text, because numbers of this length lose digits.',
  modes: [
    {
      displayName: 'From List',
      name: 'list',
      type: 'list',
      placeholder: 'Choose an element...',
      typeOptions: { searchListMethod: 'searchElements', searchable: true },
    },
    { displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 856528387816046601' },
  ],
};
