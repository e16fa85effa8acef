import * as z from 'zod/mini';

import { parseJson } from '../json.ts';
import { readReferenceType, tagListSchema } from '../kling/element.ts';
import { readStatus, readTask, type Task } from '../kling/task.ts';
import { idOrNull, idSchema, readableEntries, textOrNull, timeOrNull } from '../kling/values.ts';
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

const outputSchema = z.pipe(
  z.object({
    type: textOrNull,
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
      type: output.type,
      element: {
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
      },
    };
  }),
);

/** Maps a material's fields to those of `voices[]`. */
function voiceOf({ id, name, url, owned_by }: Material): Voice {
  return z.parse(voiceSchema, { voice_id: id, voice_name: name, trial_url: url, owned_by });
}

/** The new shape of a callback (docs/kling-api.md, section 7). */
const newShapeSchema = z.pipe(
  z.object({
    id: idSchema,
    status: z.string(),
    message: textOrNull,
    create_time: timeOrNull,
    update_time: timeOrNull,
    external_id: idOrNull,
    outputs: readableEntries(outputSchema),
  }),
  z.transform((callback): Task => ({
    id: callback.id,
    externalId: callback.external_id,
    ...readStatus(callback.status),
    statusMessage: callback.message,
    elements: callback.outputs.filter(({ type }) => type === 'element').map(({ element }) => element),
    voices: [],
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
