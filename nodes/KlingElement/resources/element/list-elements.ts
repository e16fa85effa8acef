import { limits, requests, type Runtime } from '@kling-elements/validation';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { simplifiedElement } from '../../../shared/items/simplify.ts';
import { collect, simplifiedOrRecord } from '../../lists/collect.ts';

/** The elements of the account, or Kling's presets. */
export async function listElements(
  context: IExecuteFunctions,
  itemIndex: number,
  runtime: Runtime,
  { presets }: { presets: boolean },
): Promise<IDataObject[]> {
  const list = presets ? requests.presetTasks : requests.tasks;
  return await collect(
    context,
    itemIndex,
    runtime,
    { list, maxPageSize: limits.page.maxSize },
    (one, filters) => {
      const elements = one.task.elements.filter(filters.passResource);
      const simplified = elements.map((element) => simplifiedElement(element, one.task));
      return simplifiedOrRecord(context, itemIndex, one, simplified);
    },
  );
}
