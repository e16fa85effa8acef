import type { KlingPage, KlingRequest, Runtime } from '@kling-elements/validation';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { type Filters, filtersOf } from './filters.ts';
import { type ListedTask, listTasks } from './list-tasks.ts';

/**
 * Collects from a list what Return All, Limit and Filters ask for.
 *
 * @param pick the output of a task that passes the filters; empty to leave it out
 */
export async function collect(
  context: IExecuteFunctions,
  itemIndex: number,
  runtime: Runtime,
  { list, maxPageSize }: { list: (page: KlingPage) => KlingRequest; maxPageSize: number },
  pick: (listed: ListedTask, filters: Filters) => readonly IDataObject[],
): Promise<IDataObject[]> {
  const filters = filtersOf(context, itemIndex);
  const returnAll = context.getNodeParameter('returnAll', itemIndex, false);
  const limit = returnAll ? Infinity : context.getNodeParameter('limit', itemIndex, 50);
  const collected: IDataObject[] = [];
  const listed = listTasks(list, { limit: filters.active ? Infinity : limit, maxPageSize }, runtime);
  for await (const one of listed) {
    if (filters.passTask(one.task)) collected.push(...pick(one, filters));
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
