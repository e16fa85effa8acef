import { limits, requests } from '@kling-elements/validation';
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { dateLabel, type PickerList, presetLabel, searchLists } from '../shared/parameters/search-lists.ts';

/** The elements of the account first, then Kling's presets. */
export async function searchElements(
  this: ILoadOptionsFunctions,
  filter?: string,
  paginationToken?: string,
): Promise<INodeListSearchResult> {
  const lists = [requests.tasks, requests.presetTasks].map((request) => elementsOf(this, request));
  return await searchLists(this, lists, filter, paginationToken);
}

/** The elements of the account: Kling's presets cannot be deleted. */
export async function searchOwnElements(
  this: ILoadOptionsFunctions,
  filter?: string,
  paginationToken?: string,
): Promise<INodeListSearchResult> {
  return await searchLists(this, [elementsOf(this, requests.tasks)], filter, paginationToken);
}

function elementsOf(context: ILoadOptionsFunctions, request: PickerList['request']): PickerList {
  return {
    request,
    pageSize: limits.page.maxSize,
    entriesOf: (task) =>
      task.elements
        .filter((element) => !element.deleted)
        .map(({ id, name, preset, tags, frontalImage, video }) => ({
          id,
          parts: [name, preset ? presetLabel : dateLabel(context, task), tags.join(', ').toLowerCase()],
          url: frontalImage ?? video,
        })),
  };
}
