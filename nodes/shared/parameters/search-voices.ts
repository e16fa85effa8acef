import { limits, getWithRetries, readTask, requests } from '@kling-elements/validation';
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { runtimeOf } from '../kling/runtime.ts';

/** The voices of the picker: those of the account first, then Kling's presets. */
export async function searchVoices(this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
  const runtime = await runtimeOf(this);
  const page = { pageNum: 1, pageSize: limits.page.maxVoicesSize };
  const lists = await Promise.all(
    [requests.voices(page), requests.presetVoices(page)].map(
      async (request) => (await getWithRetries(request, runtime)).data,
    ),
  );
  const search = filter.toLowerCase();
  return {
    results: lists
      .flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []))
      .flatMap((entry) => readTask(entry)?.voices ?? [])
      .filter((voice) => !voice.deleted && voice.name.toLowerCase().includes(search))
      .map(({ id, name, preset, sampleUrl }) => ({
        name: preset ? `${name} (Kling)` : name,
        value: id,
        ...(sampleUrl === null ? {} : { url: sampleUrl }),
      })),
  };
}
