import {
  getWithRetries,
  type KlingPage,
  type KlingRequest,
  limits,
  readTask,
  type Task,
} from '@kling-elements/validation';
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { runtimeOf } from '../kling/runtime.ts';

/** One of Kling's lists, and what a picker offers of it. */
export interface PickerList {
  readonly request: (page: KlingPage) => KlingRequest;
  readonly pageSize: number;
  readonly entriesOf: (task: Task) => readonly PickerEntry[];
}

export interface PickerEntry {
  /** The parts of the text that users see, in which they also search; a part that is null is left out. */
  readonly parts: readonly (string | null)[];
  readonly id: string;
  /** What the picker's link opens. */
  readonly url?: string | null;
}

/** The editor asks for more when users scroll, which takes more entries than fit into its list. */
const enough = 25;

/** Searches lists one after the other, page by page, until there is enough for the editor to show. */
export async function searchLists(
  context: ILoadOptionsFunctions,
  lists: readonly PickerList[],
  filter = '',
  paginationToken = '0/1',
): Promise<INodeListSearchResult> {
  const runtime = await runtimeOf(context);
  const results: INodeListSearchResult['results'] = [];
  let [index = 0, pageNum = 1] = paginationToken.split('/').map(Number);
  for (let list = lists[index]; list !== undefined && results.length < enough; list = lists[index]) {
    const { request, pageSize, entriesOf } = list;
    const { data } = await getWithRetries(request({ pageNum, pageSize }), runtime);
    const records: unknown[] = Array.isArray(data) ? data : [];
    results.push(...records.flatMap((record) => resultsOf(record, entriesOf, filter)));
    const isLast = records.length < pageSize || pageNum === limits.page.maxNumber;
    [index, pageNum] = isLast ? [index + 1, 1] : [index, pageNum + 1];
  }
  return { results, ...(index < lists.length ? { paginationToken: `${index}/${pageNum}` } : {}) };
}

function resultsOf(
  record: unknown,
  entriesOf: PickerList['entriesOf'],
  filter: string,
): INodeListSearchResult['results'] {
  const task = readTask(record);
  if (task === undefined) return [];
  return entriesOf(task)
    .map(({ parts, id, url }) => ({
      name: parts.filter((part) => part !== null && part !== '').join(' · '),
      value: id,
      ...(typeof url === 'string' ? { url } : {}),
    }))
    .filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(filter.toLowerCase()));
}

/** When a task was created, in the workflow's time zone, to the second: it tells namesakes apart. */
export function dateLabel(context: ILoadOptionsFunctions, { createdAt }: Task): string | null {
  if (createdAt === 0) return null;
  const timeZone = context.getTimezone();
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone }).format(
    createdAt,
  );
}

/** Instead of a date, which says nothing about a preset. */
export const presetLabel = 'Kling preset';
