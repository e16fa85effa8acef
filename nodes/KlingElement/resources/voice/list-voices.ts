import { limits, requests, type Runtime } from '@kling-elements/validation';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { simplifiedVoice } from '../../../shared/items/simplify.ts';
import { listed, madeOrRecord } from '../../lists/collect.ts';

/** The voices of the account, or Kling's own. */
export async function listVoices(
  context: IExecuteFunctions,
  itemIndex: number,
  world: Runtime,
  { presets, includeDeleted }: { presets: boolean; includeDeleted: boolean },
): Promise<IDataObject[]> {
  const list = presets ? requests.presetVoices : requests.voices;
  return await listed(context, itemIndex, world, { list, mostPerPage: limits.page.maxVoicesSize }, (one) => {
    const voices = one.task.voices.filter(({ deleted }) => includeDeleted || !deleted);
    const made = voices.map((voice) => ({ ...simplifiedVoice(voice), task_id: one.task.id }));
    return madeOrRecord(context, itemIndex, one, made);
  });
}
