import { limits } from '../limits.ts';
import { type KlingPage } from './request.ts';

/**
 * The smallest page of Kling's list that contains `count` entries starting at `offset` (`count` ≥ 1). Kling's pages
 * start at multiples of their size and are numbered up to 1000, so the page may be larger than `count`. If no page
 * up to `maxSize` contains all of them, the result is the page of that size that contains the entry at `offset`.
 * Entries beyond 1000 such pages cannot be listed; `pageNum` is then above 1000.
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
