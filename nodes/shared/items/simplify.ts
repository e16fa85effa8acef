import type { Element, Task, TaskKind, TaskStatus, Voice } from '@kling-elements/validation';
import type { IDataObject } from 'n8n-workflow';

/** A task's status in Kling's own words. */
export const statusWords: Readonly<Record<TaskStatus, string>> = {
  SUBMITTED: 'submitted',
  PROCESSING: 'processing',
  SUCCEEDED: 'succeed',
  FAILED: 'failed',
};

// n8n's guidelines allow a simplified output 10 fields. All of these are flat, under Kling's own names, with IDs as
// strings and times in ISO 8601; fields without a value are left out. The raw output has the rest.

/**
 * A task with the element or voice it created, and its kind if that is known: Kling's own record does not say it. Nodes
 * may add one field of their own.
 */
export function simplifiedTask(task: Task, kind: TaskKind | undefined): IDataObject {
  const [element] = task.elements;
  const [voice] = task.voices;
  const made = element ?? voice;
  return withValues({
    ...(element && { element_id: element.id, element_name: element.name, ...mediaOf(element) }),
    ...(voice && { voice_id: voice.id, voice_name: voice.name, sample_url: voice.sampleUrl }),
    task_id: task.id,
    task_kind: kind,
    task_status: task.unknownStatus ?? statusWords[task.status],
    task_status_msg: made === undefined ? task.statusMessage : null,
    external_task_id: task.externalId,
    created_at: createdAt(task),
    deleted: made?.deleted,
  });
}

/** An element of a task. */
export function simplifiedElement(element: Element, task: Task): IDataObject {
  return withValues({
    element_id: element.id,
    element_name: element.name,
    element_description: element.description,
    ...mediaOf(element),
    element_voice_id: element.voice?.id,
    tags: element.tags.map((tag) => tag.toLowerCase()),
    preset: element.preset,
    deleted: element.deleted,
    task_id: task.id,
    created_at: createdAt(task),
  });
}

/** A voice of a task. */
export function simplifiedVoice(voice: Voice, task: Task): IDataObject {
  return withValues({
    voice_id: voice.id,
    voice_name: voice.name,
    sample_url: voice.sampleUrl,
    preset: voice.preset,
    deleted: voice.deleted,
    task_id: task.id,
    created_at: createdAt(task),
  });
}

/** What the element was created from: its frontal image or its video. */
function mediaOf({ frontalImage, video }: Element) {
  return video === null ? { frontal_image: frontalImage } : { video };
}

function createdAt({ createdAt: milliseconds }: Task): string | undefined {
  return milliseconds === 0 ? undefined : new Date(milliseconds).toISOString();
}

function withValues(fields: Readonly<Record<string, IDataObject[string]>>): IDataObject {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  );
}
