import type { KlingPage, KlingRequest, Runtime } from '@kling-elements/validation';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { type ListedTask, listTasks } from './list-tasks.ts';

/** Collects from a list what Return All and Limit ask for. @param pick the output of a task, empty to leave it out */
export async function collect(
  context: IExecuteFunctions,
  itemIndex: number,
  runtime: Runtime,
  { list, maxPageSize }: { list: (page: KlingPage) => KlingRequest; maxPageSize: number },
  pick: (listed: ListedTask) => readonly IDataObject[],
): Promise<IDataObject[]> {
  const returnAll = context.getNodeParameter('returnAll', itemIndex, false);
  const limit = returnAll ? Infinity : context.getNodeParameter('limit', itemIndex, 50);
  const collected: IDataObject[] = [];
  for await (const listed of listTasks(list, { limit, maxPageSize }, runtime)) {
    collected.push(...pick(listed));
    if (collected.length >= limit) return collected.slice(0, limit);
  }
  return collected;
}

/** The simplified elements or voices of a task or, with Simplify turned off, Kling's record of the task. */
export function simplifiedOrRecord(
  context: IExecuteFunctions,
  itemIndex: number,
  { record }: ListedTask,
  simplified: readonly IDataObject[],
): readonly IDataObject[] {
  if (simplified.length === 0) return [];
  return context.getNodeParameter('simple', itemIndex, true) ? simplified : [record as IDataObject];
}
