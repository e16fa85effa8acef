import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { type ItemError, itemErrorFrom } from './item-error.ts';
import { throwIfCancelled } from '../execution/cancellation.ts';

/**
 * Does the work for one item after the other, pairs what comes out with it, and, where On Error says to go on, puts
 * `{ error: { message, … } }` in the place of what failed: n8n sends such items to the error output.
 */
export async function forEachItem(
  context: IExecuteFunctions,
  work: (itemIndex: number) => Promise<readonly IDataObject[]>,
): Promise<INodeExecutionData[][]> {
  const output: INodeExecutionData[] = [];
  for (const itemIndex of context.getInputData().keys()) {
    const itemResult = await work(itemIndex).catch((thrown: unknown) => {
      throwIfCancelled(context.getExecutionCancelSignal());
      return [errorJsonOrThrow(context, itemErrorFrom(thrown, context.getNode(), itemIndex))];
    });
    for (const json of itemResult) output.push({ json, pairedItem: { item: itemIndex } });
  }
  return [output];
}

/**
 * What stands in the place of a failed item. One field only, as n8n's HTTP Request node has it: engines before 2.36
 * send nothing else to the error output.
 */
export function errorJson(message: string, details: IDataObject): IDataObject {
  return { error: { message, ...details } };
}

/** @throws the failure's error when On Error says to stop */
export function errorJsonOrThrow(context: IExecuteFunctions, { error, details }: ItemError): IDataObject {
  if (!context.continueOnFail()) throw error;
  return errorJson(error.message, details);
}
