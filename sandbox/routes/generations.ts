import { limits, taskEndpoints } from '@kling-elements/validation';

import type { GenerationEndpoint, StoredGeneration } from '../account/generated.ts';
import { accountId } from '../account/store.ts';
import { createdRecord, taskRecord } from '../account/task-record.ts';
import { KlingError } from '../http/reply.ts';
import { type GenerationRequest, parseGeneration } from '../input/generation.ts';
import { MediaFetcher, UnfetchableError } from '../media/media-fetcher.ts';
import { sampleVideo } from '../media/mp4.ts';
import { pngImage } from '../media/png.ts';
import type { Runtime } from '../runtime.ts';
import { pageOf } from './page.ts';
import type { Route } from './route.ts';
import { taskUnder } from './tasks.ts';

const endpoints = [
  'omni-video',
  'image2video',
  'omni-image',
  'ai-multi-shot',
] as const satisfies readonly GenerationEndpoint[];

/** The calls that make videos and images (docs/kling-generation.md, section 1). */
export function generationRoutes(runtime: Runtime): readonly Route[] {
  const { store, cdn } = runtime;
  return endpoints.flatMap((endpoint): readonly Route[] => {
    const { path } = taskEndpoints[endpoint];
    return [
      {
        operation: 'generate',
        method: 'POST',
        path,
        handle: ({ body }) => generate(parseGeneration[endpoint](body), runtime),
      },
      {
        operation: 'generations',
        method: 'GET',
        path,
        handle: ({ query }) => pageOf(store.all(endpoint), query, limits.page.maxSize, cdn),
      },
      {
        operation: 'generation',
        method: 'GET',
        path,
        keyed: true,
        handle: ({ key }) => taskRecord(taskUnder(store, endpoint, key), cdn),
      },
    ];
  });
}

async function generate(request: GenerationRequest, runtime: Runtime) {
  for (const id of request.elementIds) checkElement(id, request, runtime);
  const unfetchable = await fetchMedia(request, runtime);
  // From here on nothing waits, so that two creates under one external id cannot both find it free.
  const { ids, store, faults } = runtime;
  const { externalId, callbackUrl } = request;
  const id = ids.text();
  const { kind, endpoint, name, watermark, seconds, series, units, ignored, hangs } = request;
  const files = filesOf(id, request, runtime);
  const resource: StoredGeneration = {
    ...{ kind, endpoint, id, name, files, watermark, seconds, series, units, ignored, hangs },
    owner: accountId,
    deleted: false,
  };
  const failure = unfetchable ?? faults.forTask('generate', externalId ?? '');
  return createdRecord(store.add({ externalId, callbackUrl, failure, resource }));
}

/** Elements belong to one account (section 4, row 4); some places take only those made from images (section 3). */
function checkElement(id: string, { endpoint }: GenerationRequest, { store, presets }: Runtime): void {
  const task = store.taskOfResource('element', id) ?? presets.taskOfResource('element', id);
  if (task?.resource.kind !== 'element' || task.resource.deleted) {
    throw new KlingError(1201, `Element id not found: ${id}`);
  }
  if (endpoint === 'omni-image' && task.resource.referenceType === 'video_refer') {
    throw new KlingError(1201, `Element is not supported: ${id}`);
  }
}

/** The reason why the task will fail: media that cannot be fetched are accepted all the same (section 4, row 5). */
async function fetchMedia(
  { images, videoUrl }: GenerationRequest,
  { cdn, checkMedia, closed }: Runtime,
): Promise<string | undefined> {
  const fetcher = new MediaFetcher({ cdn, check: checkMedia, closed });
  try {
    await Promise.all(images.map((image) => fetcher.image(image)));
    if (videoUrl !== undefined) await fetcher.sourceVideo(videoUrl);
    return undefined;
  } catch (error) {
    if (error instanceof UnfetchableError) return 'Failed to get the contents of the file.';
    throw error;
  }
}

function filesOf(id: string, { kind, count }: GenerationRequest, { cdn }: Runtime): string[] {
  if (kind === 'video') return [cdn.offer(`video-${id}.mp4`, 'video/mp4', sampleVideo)];
  return Array.from({ length: count }, (_, index) =>
    cdn.offer(`image-${id}-${index}.png`, 'image/png', () =>
      pngImage({ width: 512, height: 512, hue: (index * 40) % 360 }),
    ),
  );
}
