import { limits, requests, type Task } from '@kling-elements/validation';
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { statusWords } from '../items/simplify.ts';
import { dateLabel, searchLists } from './search-lists.ts';

/** The tasks of elements first, then those of voices, each in Kling's order. */
export async function searchTasks(
  this: ILoadOptionsFunctions,
  filter?: string,
  paginationToken?: string,
): Promise<INodeListSearchResult> {
  const entriesOf = (kind: string | null) => (task: Task) => [
    { id: task.id, parts: [nameOf(task), kind, statusWords[task.status], dateLabel(this, task)] },
  ];
  const lists = [
    { request: requests.tasks, pageSize: limits.page.maxSize, entriesOf: entriesOf(null) },
    { request: requests.voices, pageSize: limits.page.maxVoicesSize, entriesOf: entriesOf('voice') },
  ];
  return await searchLists(this, lists, filter, paginationToken);
}

/** What the task has created; until it has, its own ID in the caller's words or in Kling's. */
function nameOf({ id, externalId, elements: [element], voices: [voice] }: Task): string {
  return element?.name ?? voice?.name ?? externalId ?? id;
}
