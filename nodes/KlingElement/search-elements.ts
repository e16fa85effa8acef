import { limits, getWithRetries, readTask, requests } from '@kling-elements/validation';
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { runtimeOf } from '../shared/kling/runtime.ts';

/** The account's elements to choose from, a page of Kling's at a time. */
export async function searchElements(
  this: ILoadOptionsFunctions,
  filter = '',
  paginationToken?: string,
): Promise<INodeListSearchResult> {
  const pageNum = Number(paginationToken ?? 1);
  const pageSize = limits.page.maxSize;
  const { data } = await getWithRetries(requests.tasks({ pageNum, pageSize }), await runtimeOf(this));
  const records: unknown[] = Array.isArray(data) ? data : [];
  const wanted = filter.toLowerCase();
  const results = records
    .flatMap((record) => readTask(record)?.elements ?? [])
    .filter((element) => !element.deleted && `${element.name} ${element.id}`.toLowerCase().includes(wanted))
    // Names need not be unique.
    .map(({ id, name, description }) => ({ name: `${name} (${id})`, value: id, description }));
  return { results, ...(records.length === pageSize ? { paginationToken: String(pageNum + 1) } : {}) };
}
