import type { Path } from '@kling-elements/validation';
import type { IExecuteFunctions } from 'n8n-workflow';

import { executionCallbackUrl } from '../shared/callbacks/execution-callback-url.ts';
import { textOf } from '../shared/parameters/text-of.ts';
import { labelOf } from './labels.ts';

interface OtherImage {
  readonly source?: 'url' | 'binary' | 'base64' | 'frontal';
  readonly url?: unknown;
  readonly binaryField?: unknown;
  readonly base64?: unknown;
}

export interface RawInput {
  /** The canonical input of the shared package, not checked yet. */
  readonly raw: Readonly<Record<string, unknown>>;
  /** Indices of other images that repeat the frontal one: an issue with it is reported once. */
  readonly frontalAgain: ReadonlySet<number>;
}

/** Reads the parameters of an item as the canonical input; binary data is read into memory. */
export async function readInput(context: IExecuteFunctions, itemIndex: number): Promise<RawInput> {
  const parameter = (name: string, fallback?: unknown): unknown =>
    context.getNodeParameter(name, itemIndex, fallback);
  const text = (value: unknown, ...path: Path) => textOf(context, itemIndex, labelOf(path), value);
  const images = parameter('referenceType') === 'images' ? await readImages(context, itemIndex) : undefined;
  const { externalTaskId } = parameter('options', {}) as { externalTaskId?: unknown };
  return {
    raw: {
      name: text(parameter('name'), 'name'),
      description: text(parameter('description'), 'description'),
      reference: images?.reference ?? {
        video: { url: text(parameter('videoUrl'), 'reference', 'video', 'url') },
      },
      voiceId: text(context.getNodeParameter('voice', itemIndex, '', { extractValue: true }), 'voiceId'),
      tags: parameter('tags', []),
      externalId: text(externalTaskId, 'externalId'),
      callbackUrl: text(callbackUrl(context, itemIndex), 'callbackUrl'),
    },
    frontalAgain: images?.frontalAgain ?? new Set(),
  };
}

async function readImages(context: IExecuteFunctions, itemIndex: number) {
  const parameter = (name: string): unknown => context.getNodeParameter(name, itemIndex);
  const text = (value: unknown, ...place: Path) =>
    textOf(context, itemIndex, labelOf(['reference', 'images', ...place]), value);
  const file = async (field: string) => {
    context.helpers.assertBinaryData(itemIndex, field);
    return { bytes: await context.helpers.getBinaryDataBuffer(itemIndex, field) };
  };
  const frontal = await {
    url: () => ({ url: text(parameter('frontalImageUrl'), 'frontal', 'url') }),
    binary: () => file(String(parameter('frontalImageBinaryField'))),
    base64: () => ({ base64: text(parameter('frontalImageBase64'), 'frontal', 'base64') }),
  }[parameter('frontalImageSource') as 'url' | 'binary' | 'base64']();

  const { images = [] } = context.getNodeParameter('otherImages', itemIndex) as { images?: OtherImage[] };
  const others: unknown[] = [];
  for (const [index, image] of images.entries()) {
    const { source = 'url', binaryField = 'data' } = image;
    const url = source === 'url' ? text(image.url ?? '', 'others', index, 'url') : '';
    const base64 = source === 'base64' ? text(image.base64 ?? '', 'others', index, 'base64') : '';
    if (source === 'binary') others.push(await file(String(binaryField)));
    else others.push({ url: { url }, base64: { base64 }, frontal }[source]);
  }
  const frontalAgain = new Set([...images.keys()].filter((index) => images[index]?.source === 'frontal'));
  return { reference: { images: { frontal, others } }, frontalAgain };
}

function callbackUrl(context: IExecuteFunctions, itemIndex: number): unknown {
  const callback = context.getNodeParameter('callback', itemIndex, 'none');
  if (callback === 'execution') return executionCallbackUrl(context, itemIndex);
  return callback === 'url' ? context.getNodeParameter('callbackUrl', itemIndex) : null;
}
