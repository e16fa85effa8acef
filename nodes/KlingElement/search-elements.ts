import { limits, getWithRetries, readTask, requests } from '@kling-elements/validation';
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { runtimeOf } from '../shared/kling/runtime.ts';

/** The elements of the picker: those of the account, one of Kling's pages at a time. */
export async function searchElements(
  this: ILoadOptionsFunctions,
  filter = '',
  paginationToken?: string,
): Promise<INodeListSearchResult> {
  const pageNum = Number(paginationToken ?? 1);
  const pageSize = limits.page.maxSize;
  const { data } = await getWithRetries(requests.tasks({ pageNum, pageSize }), await runtimeOf(this));
  const records: unknown[] = Array.isArray(data) ? data : [];
  const search = filter.toLowerCase();
  const results = records
    .flatMap((record) => readTask(record)?.elements ?? [])
    .filter((element) => !element.deleted && `${element.name} ${element.id}`.toLowerCase().includes(search))
    // Names are not always unique.
    .map(({ id, name, description }) => ({ name: `${name} (${id})`, value: id, description }));
  return { results, ...(records.length === pageSize ? { paginationToken: String(pageNum + 1) } : {}) };
}
