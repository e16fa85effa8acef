import * as z from 'zod/mini';

import { readTag } from './tag.ts';
import { idOrNull, idSchema, looseShape, orNull, readableEntries, textOrNull } from './values.ts';
import { voiceSchema } from './voice.ts';

export const referenceTypes = ['IMAGE', 'VIDEO'] as const;
export type ReferenceType = (typeof referenceTypes)[number];

const referenceTypeOfWord: ReadonlyMap<string, ReferenceType> = new Map([
  ['image_refer', 'IMAGE'],
  ['video_refer', 'VIDEO'],
  // The values of the new callback shape (docs/kling-api.md, section 7).
  ['multi_image_elements', 'IMAGE'],
  ['video_character_elements', 'VIDEO'],
]);

/** The type of reference; null if it is missing or undocumented. */
export function readReferenceType(word: string | null): ReferenceType | null {
  return word === null ? null : (referenceTypeOfWord.get(word) ?? null);
}

/** Tags: `{tag_id}` in requests, `{id, name, description}` in responses (docs/kling-api.md, section 4, row 3). */
export const tagListSchema = z.pipe(
  readableEntries(looseShape({ id: idOrNull, tag_id: idOrNull })),
  z.transform((entries) => entries.flatMap((entry) => readTag(entry.id ?? entry.tag_id ?? '') ?? [])),
);

/** An element of a task's `task_result.elements[]` (docs/kling-api.md, section 4, with rows 1 to 5). */
export const elementSchema = z.pipe(
  z.object({
    element_id: idSchema,
    element_name: textOrNull,
    element_description: textOrNull,
    element_type: textOrNull,
    reference_type: textOrNull,
    element_image_list: looseShape({
      frontal_image: textOrNull,
      refer_images: readableEntries(z.object({ image_url: z.string() })),
    }),
    element_video_list: looseShape({
      refer_videos: readableEntries(z.object({ video_url: z.string() })),
    }),
    element_voice_info: orNull(voiceSchema),
    tag_list: tagListSchema,
    owned_by: textOrNull,
    status: textOrNull,
  }),
  z.transform((element) => ({
    /** All digits of Kling's number. */
    id: element.element_id,
    name: element.element_name ?? '',
    description: element.element_description ?? '',
    referenceType: readReferenceType(element.reference_type) ?? readReferenceType(element.element_type),
    frontalImage: element.element_image_list.frontal_image,
    otherImages: element.element_image_list.refer_images.map((image) => image.image_url),
    video: element.element_video_list.refer_videos[0]?.video_url ?? null,
    voice: element.element_voice_info,
    tags: element.tag_list,
    /** Kling's own, not the account's. */
    preset: element.owned_by === 'kling',
    owner: element.owned_by ?? '',
    deleted: element.status === 'deleted',
  })),
);
export type Element = z.output<typeof elementSchema>;
