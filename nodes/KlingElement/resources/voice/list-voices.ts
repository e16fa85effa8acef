import { limits, requests, type Runtime } from '@kling-elements/validation';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { simplifiedVoice } from '../../../shared/items/simplify.ts';
import { collect, simplifiedOrRecord } from '../../lists/collect.ts';

/** The voices of the account, or Kling's presets. */
export async function listVoices(
  context: IExecuteFunctions,
  itemIndex: number,
  runtime: Runtime,
  { presets }: { presets: boolean },
): Promise<IDataObject[]> {
  const list = presets ? requests.presetVoices : requests.voices;
  return await collect(
    context,
    itemIndex,
    runtime,
    { list, maxPageSize: limits.page.maxVoicesSize },
    (one, filters) => {
      const voices = one.task.voices.filter(filters.passResource);
      const simplified = voices.map((voice) => simplifiedVoice(voice, one.task));
      return simplifiedOrRecord(context, itemIndex, one, simplified);
    },
  );
}
