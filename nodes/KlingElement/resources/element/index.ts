import type { Resource } from '../../operation.ts';
import { deleteElement } from './delete.ts';
import { getManyPresets } from './get-many-presets.ts';
import { getMany } from './get-many.ts';
import { get } from './get.ts';

export const element: Resource = {
  name: 'Element',
  value: 'element',
  operations: [getMany, getManyPresets, get, deleteElement],
};
