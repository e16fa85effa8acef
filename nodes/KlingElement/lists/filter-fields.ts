import { type ElementTag, elementTags } from '@kling-elements/validation';
import type { INodeProperties } from 'n8n-workflow';

import { taskStatusOptions } from '../../shared/tasks/task-status-options.ts';

export const createdAfter: INodeProperties = {
  displayName: 'Created After',
  name: 'createdAfter',
  type: 'dateTime',
  default: '',
  description: 'Return only what was created at or after this time',
};

export const createdBefore: INodeProperties = {
  displayName: 'Created Before',
  name: 'createdBefore',
  type: 'dateTime',
  default: '',
  description: 'Return only what was created before this time',
};

export const nameContains: INodeProperties = {
  displayName: 'Name',
  name: 'name',
  type: 'string',
  default: '',
  placeholder: 'e.g. Maja',
  description: 'Return only those whose name contains this text, in upper or lower case',
};

export const availability: INodeProperties = {
  displayName: 'Statuses',
  name: 'availability',
  type: 'multiOptions',
  options: [
    { name: 'Available', value: 'available' },
    { name: 'Deleted', value: 'deleted', description: 'Kling keeps a record of what has been deleted' },
  ],
  default: ['available'],
  description: 'Return only those with these statuses. Without this filter, deleted ones are left out.',
};

export const tags: INodeProperties = {
  displayName: 'Tags',
  name: 'tags',
  type: 'multiOptions',
  options: elementTags.map((tag) => ({ name: labelOf(tag), value: tag })).sort(byName),
  default: [],
  description: 'Return only elements with at least one of these tags',
};

export const taskStatuses: INodeProperties = {
  displayName: 'Statuses',
  name: 'statuses',
  type: 'multiOptions',
  options: [...taskStatusOptions],
  default: [],
  description: 'Return only tasks with these statuses',
};

export function filtersField(...options: INodeProperties[]): INodeProperties {
  return {
    displayName: 'Filters',
    name: 'filters',
    type: 'collection',
    placeholder: 'Add filter',
    default: {},
    options,
  };
}

function labelOf(tag: ElementTag): string {
  return tag.charAt(0) + tag.slice(1).toLowerCase();
}

function byName(one: { name: string }, other: { name: string }): number {
  return one.name < other.name ? -1 : 1;
}
