import type { INodeProperties } from 'n8n-workflow';

export const elementField: INodeProperties = {
  displayName: 'Element',
  name: 'elementId',
  type: 'resourceLocator',
  required: true,
  default: { mode: 'list', value: '' },
  description: 'The element to work with. Give IDs as text: as numbers they lose digits.',
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
