import { requests } from '@kling-elements/validation';

import { idParameter } from '../../../shared/parameters/id-parameter.ts';
import { deleted } from '../../deleted.ts';
import type { Operation } from '../../operation.ts';

export const deleteVoice: Operation = {
  name: 'Delete',
  value: 'delete',
  action: 'Delete voice',
  description: 'Delete a voice of your account permanently',
  fields: [
    {
      displayName: 'Voice',
      name: 'voiceId',
      type: 'resourceLocator',
      required: true,
      default: { mode: 'list', value: '' },
      description: 'The voice to delete. Presets of Kling cannot be deleted.',
      modes: [
        {
          displayName: 'From List',
          name: 'list',
          type: 'list',
          placeholder: 'Choose a voice...',
          typeOptions: { searchListMethod: 'searchOwnVoices', searchable: true },
        },
        { displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 829826751244537879' },
      ],
    },
  ],
  async execute(context, itemIndex, runtime) {
    const id = idParameter(context, itemIndex, { name: 'voiceId', label: 'Voice' });
    return [{ voice_id: id, ...(await deleted(requests.deleteVoice(id), runtime)) }];
  },
};
