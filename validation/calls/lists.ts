import { limits } from '../limits.ts';
import { type KlingPage } from './request.ts';

/**
 * The smallest page of Kling's that holds `count` entries from `offset` on (both in entries, `count` ≥ 1). Kling
 * only knows aligned pages, and numbers of pages up to 1000, so one of another size is found that has the wanted
 * entries within. Where none up to `maxSize` does, the largest page that begins at or before `offset` and reaches
 * beyond it; an entry beyond 1000 such pages cannot be had, and the page's number then says so.
 */
export function pageHolding(
  offset: number,
  count: number,
  maxSize: number,
): KlingPage & { readonly skip: number } {
  for (let pageSize = Math.min(count, maxSize); pageSize <= maxSize; pageSize += 1) {
    const skip = offset % pageSize;
    const pageNum = Math.floor(offset / pageSize) + 1;
    if (skip + count <= pageSize && pageNum <= limits.page.maxNumber) return { pageNum, pageSize, skip };
  }
  return { pageNum: Math.floor(offset / maxSize) + 1, pageSize: maxSize, skip: offset % maxSize };
}
