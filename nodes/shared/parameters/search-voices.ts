import { limits, requests } from '@kling-elements/validation';
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { dateLabel, type PickerList, presetLabel, searchLists } from './search-lists.ts';

/** The voices of the account first, then Kling's presets. */
export async function searchVoices(
  this: ILoadOptionsFunctions,
  filter?: string,
  paginationToken?: string,
): Promise<INodeListSearchResult> {
  const lists = [requests.voices, requests.presetVoices].map((request) => voicesOf(this, request));
  return await searchLists(this, lists, filter, paginationToken);
}

/** The voices of the account: Kling's presets cannot be deleted. */
export async function searchOwnVoices(
  this: ILoadOptionsFunctions,
  filter?: string,
  paginationToken?: string,
): Promise<INodeListSearchResult> {
  return await searchLists(this, [voicesOf(this, requests.voices)], filter, paginationToken);
}

function voicesOf(context: ILoadOptionsFunctions, request: PickerList['request']): PickerList {
  return {
    request,
    pageSize: limits.page.maxVoicesSize,
    entriesOf: (task) =>
      task.voices
        .filter((voice) => !voice.deleted)
        .map(({ id, name, preset, sampleUrl }) => ({
          id,
          parts: [name, preset ? presetLabel : dateLabel(context, task)],
          url: sampleUrl,
        })),
  };
}
