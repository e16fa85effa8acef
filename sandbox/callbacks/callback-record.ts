import type { Cdn } from '../media/cdn.ts';
import type { StoredElement, StoredTask, StoredVoice, WireStatus } from '../account/store.ts';
import { fileUrl, tagRecords, taskRecord } from '../account/task-record.ts';

/** The two shapes of a callback (docs/kling-api.md, section 7). */
export const callbackShapes = ['legacy', 'new'] as const;
export type CallbackShape = (typeof callbackShapes)[number];

/** The body of a callback about a task in its present state. */
export function callbackRecord(task: StoredTask, shape: CallbackShape, cdn: Cdn): Record<string, unknown> {
  return shape === 'legacy' ? taskRecord(task, cdn) : newShape(task, cdn);
}

/** The test callback of Kling's console, always in the new shape. */
export function testCallbackRecord(id: string, now: number): Record<string, unknown> {
  return { id, status: 'submitted', outputs: [], message: '', create_time: now, update_time: now };
}

const newWords: Readonly<Record<WireStatus, string>> = {
  submitted: 'submitted',
  processing: 'processing',
  succeed: 'succeeded',
  failed: 'failed',
};

function newShape(task: StoredTask, cdn: Cdn) {
  return {
    id: task.id,
    status: newWords[task.status],
    message: task.message ?? '',
    ...(task.externalId === undefined ? {} : { external_id: task.externalId }),
    outputs: task.status === 'succeed' ? outputsOf(task, cdn) : [],
    create_time: task.createdAt,
    update_time: task.updatedAt,
  };
}

function outputsOf(task: StoredTask, cdn: Cdn) {
  const { resource } = task;
  if (resource.kind === 'element') return [elementOutput(task, resource, cdn)];
  if (resource.kind === 'voice') return [voiceOutput(task, resource, cdn)];
  const { kind, id, files, seconds } = resource;
  const urls = files.map((file) => fileUrl(cdn, task, file));
  return kind === 'video'
    ? urls.map((url) => ({ type: 'video', id, url, duration: String(seconds) }))
    : urls.map((url, index) => ({ type: 'image', index, url }));
}

function elementOutput(task: StoredTask, element: StoredElement, cdn: Cdn) {
  const file = (type: string, role: string, name: string | undefined) =>
    name === undefined ? [] : [{ type, role, url: fileUrl(cdn, task, name) }];
  const { voice } = element;
  const materials = [
    ...file('image', 'frontal', element.frontalImage),
    ...element.otherImages.flatMap((name) => file('image', 'refer', name)),
    ...file('video', 'refer', element.video),
    ...(voice === undefined
      ? []
      : file('voice', 'reference', voice.sample).map((one) => ({
          ...one,
          id: voice.id,
          name: voice.name,
          owned_by: voice.owner,
        }))),
  ];
  return {
    type: 'element',
    id: element.id.toString(),
    name: element.name,
    description: element.description,
    element_type:
      element.referenceType === 'image_refer' ? 'multi_image_elements' : 'video_character_elements',
    [task.sequence % 2 === 0 ? 'materials' : 'references']: materials,
    owned_by: element.owner,
    status: element.deleted ? 'deleted' : 'succeeded',
    tags: tagRecords(element.tagIds),
  };
}

function voiceOutput(task: StoredTask, voice: StoredVoice, cdn: Cdn) {
  return {
    type: 'voice',
    id: voice.id,
    name: voice.name,
    url: fileUrl(cdn, task, voice.sample),
    owned_by: voice.owner,
    status: voice.deleted ? 'deleted' : 'succeeded',
  };
}
