import type { KlingPage, KlingRequest, Runtime } from '@kling-elements/validation';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { listTasks, type ListedTask } from './list-tasks.ts';

/** Reads a list as Return All and Limit have it. @param pick what a task gives to the output, nothing to leave it out */
export async function collect(
  context: IExecuteFunctions,
  itemIndex: number,
  runtime: Runtime,
  from: { list: (page: KlingPage) => KlingRequest; mostPerPage: number },
  pick: (one: ListedTask) => readonly IDataObject[],
): Promise<IDataObject[]> {
  const returnAll = context.getNodeParameter('returnAll', itemIndex, false);
  const wanted = returnAll ? Infinity : context.getNodeParameter('limit', itemIndex, 50);
  const found: IDataObject[] = [];
  for await (const one of listTasks(from.list, { wanted, mostPerPage: from.mostPerPage }, runtime)) {
    found.push(...pick(one));
    if (found.length >= wanted) return found.slice(0, wanted);
  }
  return found;
}

/** What was made, flat; or the record as Kling has it. */
export function simplifiedOrRecord(
  context: IExecuteFunctions,
  itemIndex: number,
  { record }: ListedTask,
  made: readonly IDataObject[],
): readonly IDataObject[] {
  if (made.length === 0) return [];
  return context.getNodeParameter('simple', itemIndex, true) ? made : [record as IDataObject];
}
