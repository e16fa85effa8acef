import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { stopsOnError } from '../execution/as-tool.ts';
import { throwIfCancelled } from '../execution/cancellation.ts';
import { errorJson, itemErrorFrom } from './item-error.ts';

/**
 * Processes the items one after the other and pairs the output with them. Where On Error says to continue, a failed
 * item becomes `{ error: { message, … } }`, which n8n sends to the error output.
 */
export async function forEachItem(
  context: IExecuteFunctions,
  process: (itemIndex: number) => Promise<readonly IDataObject[]>,
): Promise<INodeExecutionData[][]> {
  const output: INodeExecutionData[] = [];
  for (const itemIndex of context.getInputData().keys()) {
    const jsons = await process(itemIndex).catch((thrown: unknown) => {
      throwIfCancelled(context.getExecutionCancelSignal());
      const { error, details } = itemErrorFrom(thrown, context.getNode(), itemIndex);
      if (stopsOnError(context)) throw error;
      return [errorJson(error.message, details)];
    });
    for (const json of jsons) output.push({ json, pairedItem: { item: itemIndex } });
  }
  return [output];
}
