import type { INodeExecutionData } from './types.ts';

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !(value instanceof Uint8Array);

export interface NodeForm {
  readonly parameters: Record<string, unknown>;
  readonly item: INodeExecutionData;
}

const sources = { url: 'url', base64: 'base64', file: 'binary' } as const;

/**
 * A case's input as the Create Element node has it: values in the item's data, reached by expressions, as workflows
 * do it. Undefined for what its parameters cannot say, such as images and a video together.
 */
export function nodeForm(input: unknown): NodeForm | undefined {
  if (!isFields(input) || !isFields(input.reference)) return undefined;
  // n8n's cells hold numbers as well: the node takes them as text, so it can't express this case.
  if (typeof input.name === 'number') return undefined;
  const { images, video } = input.reference;
  const json: Record<string, unknown> = { ...input };
  delete json.reference;
  const binary: Record<string, unknown> = {};
  const parameters: Record<string, unknown> = {
    name: '={{ $json.name }}',
    description: '={{ $json.description }}',
    tags: '={{ $json.tags }}',
    voice: { __rl: true, mode: 'id', value: '={{ $json.voiceId }}' },
    options: { externalTaskId: '={{ $json.externalId }}' },
    ...(input.callbackUrl == null
      ? { callback: 'none' }
      : { callback: 'url', callbackUrl: '={{ $json.callbackUrl }}' }),
  };

  const imageForm = (image: unknown, place: string) => {
    const [form, ...others] = isFields(image) ? Object.keys(image) : [];
    if (form === undefined || others.length > 0) return undefined;
    const value = (image as Fields)[form];
    if (form === 'file') binary[place] = inMemory(value as Uint8Array);
    else json[place] = value;
    return {
      source: sources[form as keyof typeof sources],
      value: form === 'file' ? place : `={{ $json.${place} }}`,
    };
  };

  if (isFields(video) && images === undefined) {
    if (video.url === undefined) return undefined;
    json.video = video.url;
    Object.assign(parameters, { referenceType: 'video', videoUrl: '={{ $json.video }}' });
  } else if (isFields(images) && video === undefined && Array.isArray(images.others)) {
    const frontal = imageForm(images.frontal, 'frontal');
    const others = images.others.map((image, index) => imageForm(image, `other${index}`));
    if (frontal === undefined || others.includes(undefined)) return undefined;
    Object.assign(parameters, {
      referenceType: 'images',
      frontalImageSource: frontal.source,
      frontalImageUrl: frontal.value,
      frontalImageBase64: frontal.value,
      frontalImageBinaryField: frontal.value,
      otherImages: {
        images: others.map((other) => ({
          source: other?.source,
          url: other?.value,
          base64: other?.value,
          binaryField: other?.value,
        })),
      },
    });
  } else {
    return undefined;
  }
  return { parameters, item: { json, binary } as INodeExecutionData };
}

/** A file as n8n has it in memory. */
export function inMemory(bytes: Uint8Array): Record<string, unknown> {
  return { data: Buffer.from(bytes).toString('base64'), mimeType: 'application/octet-stream' };
}
