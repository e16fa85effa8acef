import type { Element, Task, TaskStatus, Voice } from '@kling-elements/validation';
import type { IDataObject } from 'n8n-workflow';

/** A task's status in Kling's own words. */
export const statusWords: Readonly<Record<TaskStatus, string>> = {
  SUBMITTED: 'submitted',
  PROCESSING: 'processing',
  SUCCEEDED: 'succeed',
  FAILED: 'failed',
};

const referenceWords = { IMAGE: 'image_refer', VIDEO: 'video_refer' } as const;

/** A task with the element or voice it created, flat, under Kling's own names. IDs are strings, times ISO 8601. */
export function simplifiedTask(task: Task): IDataObject {
  const [element] = task.elements;
  const [voice] = task.voices;
  return {
    task_id: task.id,
    task_status: task.unknownStatus ?? statusWords[task.status],
    task_status_msg: task.statusMessage,
    external_task_id: task.externalId,
    created_at: timeText(task.createdAt),
    updated_at: timeText(task.updatedAt),
    ...(element === undefined ? {} : simplifiedElement(element)),
    ...(voice === undefined ? {} : simplifiedVoice(voice)),
  };
}

export function simplifiedElement(element: Element): IDataObject {
  return {
    element_id: element.id,
    element_name: element.name,
    element_description: element.description,
    reference_type: element.referenceType === null ? null : referenceWords[element.referenceType],
    frontal_image: element.frontalImage,
    other_images: element.otherImages,
    video: element.video,
    element_voice_id: element.voice?.id ?? null,
    element_voice_name: element.voice?.name ?? null,
    tags: element.tags.map((tag) => tag.toLowerCase()),
    preset: element.preset,
    deleted: element.deleted,
  };
}

export function simplifiedVoice(voice: Voice): IDataObject {
  return {
    voice_id: voice.id,
    voice_name: voice.name,
    sample_url: voice.sampleUrl,
    preset: voice.preset,
    deleted: voice.deleted,
  };
}

function timeText(milliseconds: number): string | null {
  return milliseconds === 0 ? null : new Date(milliseconds).toISOString();
}
