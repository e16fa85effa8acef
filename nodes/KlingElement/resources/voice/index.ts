import type { Resource } from '../../operation.ts';
import { create } from './create.ts';
import { deleteVoice } from './delete.ts';
import { getManyPresets } from './get-many-presets.ts';
import { getMany } from './get-many.ts';

export const voice: Resource = {
  name: 'Voice',
  value: 'voice',
  operations: [getMany, getManyPresets, create, deleteVoice],
};
