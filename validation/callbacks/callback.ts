import * as z from 'zod/mini';

import { parseJson } from '../json.ts';
import { readReferenceType, tagListSchema } from '../kling/element.ts';
import { imageListSchema } from '../kling/image.ts';
import { readStatus, readTask, type Task } from '../kling/task.ts';
import { videoSchema } from '../kling/video.ts';
import { anyEntries, idOrNull, idSchema, readableEntries, textOrNull, timeOrNull } from '../kling/values.ts';
import { type Voice, voiceSchema } from '../kling/voice.ts';

const materialSchema = z.object({
  type: textOrNull,
  role: textOrNull,
  url: textOrNull,
  id: idOrNull,
  name: textOrNull,
  owned_by: textOrNull,
});
type Material = z.output<typeof materialSchema>;

/** An output of the type "element". */
const elementOutputSchema = z.pipe(
  z.object({
    id: idSchema,
    name: textOrNull,
    description: textOrNull,
    element_type: textOrNull,
    materials: readableEntries(materialSchema),
    references: readableEntries(materialSchema),
    owned_by: textOrNull,
    status: textOrNull,
    tags: tagListSchema,
  }),
  z.transform((output) => {
    const materials = [...output.materials, ...output.references];
    const urls = (matches: (material: Material) => boolean) =>
      materials.filter(matches).flatMap(({ url }) => url ?? []);
    const isImage = ({ type }: Material) => type === 'image';
    const voice = materials.find(({ type, id }) => type === 'voice' && id !== null);
    return {
      id: output.id,
      name: output.name ?? '',
      description: output.description ?? '',
      referenceType: readReferenceType(output.element_type),
      frontalImage: urls((material) => isImage(material) && material.role === 'frontal')[0] ?? null,
      otherImages: urls((material) => isImage(material) && material.role !== 'frontal'),
      video: urls(({ type }) => type === 'video')[0] ?? null,
      voice: voice === undefined ? null : voiceOf(voice),
      tags: output.tags,
      preset: output.owned_by === 'kling',
      owner: output.owned_by ?? '',
      deleted: output.status === 'deleted',
    };
  }),
);

/** Maps a material's fields to those of `voices[]`. */
function voiceOf({ id, name, url, owned_by }: Material): Voice {
  return z.parse(voiceSchema, { voice_id: id, voice_name: name, trial_url: url, owned_by });
}

const isOfType =
  (type: string) =>
  (output: unknown): boolean =>
    typeof output === 'object' && output !== null && 'type' in output && output.type === type;

/** The new shape of a callback (docs/kling-api.md, section 7). */
const newShapeSchema = z.pipe(
  z.object({
    id: idSchema,
    status: z.string(),
    message: textOrNull,
    create_time: timeOrNull,
    update_time: timeOrNull,
    external_id: idOrNull,
    outputs: z.pipe(
      anyEntries,
      z.transform((outputs) => ({
        elements: z.parse(readableEntries(elementOutputSchema), outputs.filter(isOfType('element'))),
        videos: z.parse(readableEntries(videoSchema), outputs.filter(isOfType('video'))),
        images: z.parse(imageListSchema, outputs.filter(isOfType('image'))),
      })),
    ),
  }),
  z.transform((callback): Task => ({
    id: callback.id,
    externalId: callback.external_id,
    ...readStatus(callback.status),
    statusMessage: callback.message,
    elements: callback.outputs.elements,
    voices: [],
    videos: callback.outputs.videos,
    images: callback.outputs.images,
    createdAt: callback.create_time ?? callback.update_time ?? 0,
    updatedAt: callback.update_time ?? callback.create_time ?? 0,
    unitsCharged: null,
  })),
);

/**
 * Parses a callback's body, in either shape. Undefined if it is not JSON or describes no task; never throws.
 * A callback may lack details of the task: see `hasDetails`.
 */
export function readCallback(body: Uint8Array): Task | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    const value = parseJson(text);
    return readTask(value) ?? z.safeParse(newShapeSchema, value).data;
  } catch {
    return undefined;
  }
}
