import { elementTags, tagIds } from '@kling-elements/validation';

import type { Cdn } from '../media/cdn.ts';
import type { StoredGeneration } from './generated.ts';
import { klingId, type StoredElement, type StoredTask, type StoredVoice } from './store.ts';

/** Kling's display names: `o_102` is "Character". */
const tagNames = new Map<string, string>(
  elementTags.map((tag) => [tagIds[tag], tag.charAt(0) + tag.slice(1).toLowerCase()]),
);

/** Tags as they come back (section 4, row 3). */
export function tagRecords(tagIds: readonly string[]) {
  return tagIds.map((id, index) => {
    const name = tagNames.get(id) ?? id;
    return { id, name, description: index % 2 === 0 ? 'None' : `${name} elements` };
  });
}

/** The URL of one of a task's files. URLs of Kling's own presets do not expire. */
export function fileUrl(cdn: Cdn, task: StoredTask, file: string): string {
  return cdn.url(file, task.resource.owner === klingId ? undefined : task.createdAt);
}

/** What create answers with (section 2). */
export function createdRecord(task: StoredTask) {
  return {
    task_id: task.id,
    task_info: externalIdOf(task) ?? {},
    task_status: task.status,
    created_at: task.createdAt,
    updated_at: task.updatedAt,
  };
}

/**
 * A task as get, the lists and the legacy callback give it (section 4). Where Kling is known to write now this, now
 * that, tasks take turns: an absent `task_status_msg` or `task_info`, a `reference_type` of null, an empty voice.
 */
export function taskRecord(task: StoredTask, cdn: Cdn) {
  const even = task.sequence % 2 === 0;
  const final = task.status === 'succeed' || task.status === 'failed';
  const message = task.message ?? (even ? undefined : '');
  const info = externalIdOf(task) ?? (even ? undefined : {});
  return {
    task_id: task.id,
    task_status: task.status,
    ...(message === undefined ? {} : { task_status_msg: message }),
    ...(info === undefined ? {} : { task_info: info }),
    task_result: task.status === 'succeed' ? resultRecord(task, cdn) : {},
    ...(final ? chargeOf(task) : {}),
    created_at: task.createdAt,
    updated_at: task.updatedAt,
  };
}

function externalIdOf({ externalId }: StoredTask) {
  return externalId === undefined ? undefined : { external_task_id: externalId };
}

function resultRecord(task: StoredTask, cdn: Cdn) {
  const { resource } = task;
  if (resource.kind === 'element') return { elements: [elementRecord(task, resource, cdn)] };
  if (resource.kind === 'voice') {
    const status = resource.deleted ? 'deleted' : 'succeed';
    return { voices: [{ ...voiceRecord(task, resource, cdn), status }] };
  }
  return generationRecord(task, resource, cdn);
}

/** What the task cost, as text. Only what is generated costs anything, and only when it succeeds. */
function chargeOf({ resource, status }: StoredTask) {
  const units = 'endpoint' in resource && status === 'succeed' ? String(resource.units) : '0';
  return { final_unit_deduction: units, final_balance_deduction: { quota: '0', list_price: '0' } };
}

/** The results of docs/kling-generation.md, section 5. */
function generationRecord(task: StoredTask, generation: StoredGeneration, cdn: Cdn) {
  const { kind, id, files, watermark, seconds, series } = generation;
  const urls = files.map((file) => fileUrl(cdn, task, file));
  if (kind === 'video') {
    const [url = ''] = urls;
    return { videos: [{ id, url, ...(watermark ? { watermark_url: url } : {}), duration: String(seconds) }] };
  }
  if (kind === 'views') {
    const groups = [urls.slice(0, 3), urls.slice(3, 6), urls.slice(6)];
    const images = groups.map(([url_1, url_2, url_3], index) => ({ index, url_1, url_2, url_3 }));
    return { images };
  }
  const images = urls.map((url, index) => ({ index, url, ...(watermark ? { watermark_url: url } : {}) }));
  return series ? { result_type: 'series', series_images: images } : { result_type: 'single', images };
}

function elementRecord(task: StoredTask, element: StoredElement, cdn: Cdn) {
  const even = task.sequence % 2 === 0;
  const url = (file: string) => fileUrl(cdn, task, file);
  const voice = element.voice === undefined ? undefined : voiceRecord(task, element.voice, cdn);
  return {
    element_id: element.id,
    element_name: element.name,
    element_description: element.description,
    element_type: element.referenceType,
    ...(even ? {} : { reference_type: null }),
    element_image_list:
      element.frontalImage === undefined
        ? {}
        : {
            frontal_image: url(element.frontalImage),
            refer_images: element.otherImages.map((file) => ({ image_url: url(file) })),
          },
    element_video_list:
      element.video === undefined ? {} : { refer_videos: [{ video_url: url(element.video) }] },
    ...(voice !== undefined ? { element_voice_info: voice } : even ? { element_voice_info: {} } : {}),
    tag_list: tagRecords(element.tagIds),
    owned_by: element.owner,
    status: element.deleted ? 'deleted' : 'succeed',
  };
}

function voiceRecord(task: StoredTask, voice: StoredVoice, cdn: Cdn) {
  return {
    voice_id: voice.id,
    voice_name: voice.name,
    trial_url: fileUrl(cdn, task, voice.sample),
    owned_by: voice.owner,
  };
}
