import type { Resource } from '../../operation.ts';
import { getMany } from './get-many.ts';
import { get } from './get.ts';

export const task: Resource = { name: 'Task', value: 'task', operations: [get, getMany] };
