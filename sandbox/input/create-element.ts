import { limits, tagIds } from '@kling-elements/validation';

import {
  invalidField,
  type Fields,
  listAt,
  objectAt,
  optionalTextAt,
  optionalUrlAt,
  textAt,
  urlAt,
} from './fields.ts';

/** A create with valid fields; its media are not checked yet. */
export interface CreateElementRequest {
  readonly name: string;
  readonly description: string;
  readonly reference: ReferenceOrder;
  readonly voiceId: string | undefined;
  readonly tagIds: readonly string[];
  readonly callbackUrl: string | undefined;
  readonly externalId: string | undefined;
}

type ReferenceOrder =
  | {
      readonly type: 'image_refer';
      readonly frontal: ImageReference;
      readonly others: readonly ImageReference[];
    }
  | { readonly type: 'video_refer'; readonly videoUrl: string };

/** An image as the body has it (a URL or raw Base64), with the name of its field. */
export interface ImageReference {
  readonly field: string;
  readonly text: string;
}

const knownTags = new Set<string>(Object.values(tagIds));

/**
 * Parses the body of a create as Kling does (docs/kling-api.md, section 3). Undocumented fields are
 * ignored.
 *
 * @throws KlingError 1201 for the first invalid field
 */
export function parseCreateElement(body: Fields): CreateElementRequest {
  return {
    name: textAt(body.element_name, 'element_name', limits.nameMaxLength),
    description: textAt(body.element_description, 'element_description', limits.descriptionMaxLength),
    reference: referenceIn(body),
    voiceId: optionalTextAt(body.element_voice_id, 'element_voice_id'),
    tagIds: body.tag_list === undefined ? [] : listAt(body.tag_list, 'tag_list').map(tagAt),
    callbackUrl: optionalUrlAt(body.callback_url, 'callback_url'),
    externalId: optionalTextAt(body.external_task_id, 'external_task_id'),
  };
}

function referenceIn(body: Fields): ReferenceOrder {
  const type = textAt(body.reference_type, 'reference_type');
  if (type === 'image_refer') {
    if (body.element_video_list !== undefined) {
      throw invalidField('element_video_list', 'is not supported when reference_type is image_refer');
    }
    return { type, ...imagesIn(body.element_image_list) };
  }
  if (type === 'video_refer') return { type, videoUrl: videoIn(body.element_video_list) };
  throw invalidField('reference_type', 'must be image_refer or video_refer');
}

function imagesIn(value: unknown): { frontal: ImageReference; others: ImageReference[] } {
  const list = objectAt(value, 'element_image_list');
  const others = listAt(list.refer_images, 'refer_images');
  const { otherImagesMin: min, otherImagesMax: max } = limits;
  if (others.length < min || others.length > max)
    throw invalidField('refer_images', `must have ${min} to ${max} images`);
  return {
    frontal: imageAt(list.frontal_image, 'frontal_image'),
    others: others.map((entry, index) =>
      imageAt(objectAt(entry, `refer_images[${index}]`).image_url, `refer_images[${index}].image_url`),
    ),
  };
}

function imageAt(value: unknown, field: string): ImageReference {
  return { field, text: textAt(value, field) };
}

function videoIn(value: unknown): string {
  const videos = listAt(objectAt(value, 'element_video_list').refer_videos, 'refer_videos');
  if (videos.length !== 1) throw invalidField('refer_videos', 'must have exactly one video');
  return urlAt(objectAt(videos[0], 'refer_videos[0]').video_url, 'refer_videos[0].video_url');
}

function tagAt(entry: unknown, index: number): string {
  const field = `tag_list[${index}].tag_id`;
  const id = textAt(objectAt(entry, `tag_list[${index}]`).tag_id, field);
  if (!knownTags.has(id)) throw invalidField(field, `is not supported: ${id}`);
  return id;
}
