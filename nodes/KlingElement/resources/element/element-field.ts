import type { INodeProperties } from 'n8n-workflow';

/** @param searchListMethod what the list offers */
export function elementField(searchListMethod: 'searchElements' | 'searchOwnElements'): INodeProperties {
  return {
    displayName: 'Element',
    name: 'elementId',
    type: 'resourceLocator',
    required: true,
    default: { mode: 'list', value: '' },
    description:
      'The element to operate on. Pass IDs as text, because numbers of this length lose digits. Names are compared exactly, and have to be unique in your account.',
    modes: [
      {
        displayName: 'From List',
        name: 'list',
        type: 'list',
        placeholder: 'Choose an element...',
        typeOptions: { searchListMethod, searchable: true },
      },
      { displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 856528387816046601' },
      { displayName: 'By Name', name: 'name', type: 'string', placeholder: 'e.g. Maja' },
    ],
  };
}
