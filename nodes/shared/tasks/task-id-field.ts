import type { INodeProperties } from 'n8n-workflow';

/** Nodes with this field have `searchTasks` among their `listSearch` methods. */
export const taskIdField: INodeProperties = {
  displayName: 'Task ID',
  name: 'taskId',
  type: 'resourceLocator',
  required: true,
  default: { mode: 'id', value: '' },
  description:
    'The task ID or the external task ID. Pass IDs as text, because numbers of this length lose digits. An expression may also give a whole item of a Kling node.',
  modes: [
    { displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 856528333369769993' },
    {
      displayName: 'From List',
      name: 'list',
      type: 'list',
      placeholder: 'Choose a task...',
      typeOptions: { searchListMethod: 'searchTasks', searchable: true },
    },
  ],
};
