import type { IExecuteFunctions } from 'n8n-workflow';

import { executionCallbackUrl } from '../shared/callbacks/execution-callback-url.ts';

interface OtherImage {
  readonly source?: 'url' | 'binary' | 'base64' | 'frontal';
  readonly url?: unknown;
  readonly binaryField?: string;
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
  const images = parameter('referenceType') === 'images' ? await readImages(context, itemIndex) : undefined;
  const { externalTaskId } = parameter('options', {}) as { externalTaskId?: unknown };
  return {
    raw: {
      name: parameter('name'),
      description: parameter('description'),
      reference: images?.reference ?? { video: { url: parameter('videoUrl') } },
      voiceId: context.getNodeParameter('voice', itemIndex, '', { extractValue: true }),
      tags: parameter('tags', []),
      externalId: typeof externalTaskId === 'number' ? String(externalTaskId) : externalTaskId,
      callbackUrl: callbackUrl(context, itemIndex),
    },
    frontalAgain: images?.frontalAgain ?? new Set(),
  };
}

async function readImages(context: IExecuteFunctions, itemIndex: number) {
  const parameter = (name: string): unknown => context.getNodeParameter(name, itemIndex);
  const file = async (field: string) => {
    context.helpers.assertBinaryData(itemIndex, field);
    return { bytes: await context.helpers.getBinaryDataBuffer(itemIndex, field) };
  };
  const frontal = await {
    url: () => ({ url: parameter('frontalImageUrl') }),
    binary: () => file(String(parameter('frontalImageBinaryField'))),
    base64: () => ({ base64: parameter('frontalImageBase64') }),
  }[parameter('frontalImageSource') as 'url' | 'binary' | 'base64']();

  const { images = [] } = context.getNodeParameter('otherImages', itemIndex) as { images?: OtherImage[] };
  const others: unknown[] = [];
  for (const { source = 'url', url = '', binaryField = 'data', base64 = '' } of images) {
    if (source === 'binary') others.push(await file(binaryField));
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
