import type { RequestBody } from '../calls/request.ts';
import { tagIds } from '../kling/tag.ts';
import { imagePiece, joined } from './body-pieces.ts';
import type { CreateElementInput } from './create-element.ts';
import type { CreateVoiceInput } from './create-voice.ts';

/** What the caller adds to the input. */
export interface CreateKeys {
  /** Makes the create repeatable: the caller's own ID, or a generated one. */
  readonly externalId: string;
  /** The URL to which Kling posts each change of status, or null. */
  readonly callbackUrl: string | null;
}

/**
 * Kling's request body for creating an element (docs/kling-api.md, section 3). Unused optional fields are omitted;
 * images are pieces of their own, so that they are not copied.
 */
export function createElementBody(input: CreateElementInput, keys: CreateKeys): RequestBody {
  const before = JSON.stringify({
    element_name: input.name,
    element_description: input.description,
  });
  const after = JSON.stringify({
    ...(input.voiceId === null ? {} : { element_voice_id: input.voiceId }),
    ...(input.tags.length === 0 ? {} : { tag_list: input.tags.map((tag) => ({ tag_id: tagIds[tag] })) }),
    ...(keys.callbackUrl === null ? {} : { callback_url: keys.callbackUrl }),
    external_task_id: keys.externalId,
  });
  return joined([`${before.slice(0, -1)},`, ...referencePieces(input.reference), `,${after.slice(1)}`]);
}

/** Kling's request body for creating a voice (docs/kling-api.md, section 2). */
export function createVoiceBody({ name, sample }: CreateVoiceInput, keys: CreateKeys): RequestBody {
  return [
    JSON.stringify({
      voice_name: name,
      ...('url' in sample ? { voice_url: sample.url } : { video_id: sample.videoId }),
      ...(keys.callbackUrl === null ? {} : { callback_url: keys.callbackUrl }),
      external_task_id: keys.externalId,
    }),
  ];
}

function referencePieces(reference: CreateElementInput['reference']): RequestBody {
  if ('video' in reference) {
    const list = JSON.stringify({ refer_videos: [{ video_url: reference.video.url }] });
    return [`"reference_type":"video_refer","element_video_list":${list}`];
  }
  const { frontal, others } = reference.images;
  return [
    '"reference_type":"image_refer","element_image_list":{"frontal_image":"',
    imagePiece(frontal),
    '","refer_images":[',
    ...others.flatMap((image, index) => [`${index > 0 ? ',' : ''}{"image_url":"`, imagePiece(image), '"}']),
    ']}',
  ];
}
