import { limits } from '@kling-elements/validation';

import { type CreateElementRequest, parseCreateElement } from '../input/create-element.ts';
import { invalidField, textAt } from '../input/fields.ts';
import { MediaFetcher } from '../media/media-fetcher.ts';
import { accountId, type StoredElement, type StoredVoice } from '../account/store.ts';
import { createdRecord, taskRecord } from '../account/task-record.ts';
import type { Runtime } from '../runtime.ts';
import { pageOf } from './page.ts';
import type { Call, Route } from './route.ts';
import { deleteResource, taskUnder } from './tasks.ts';

const path = '/v1/general/advanced-custom-elements';

/** The calls about elements (docs/kling-api.md, section 2). */
export function elementRoutes(runtime: Runtime): readonly Route[] {
  const { store, presets, cdn } = runtime;
  const handleDelete = ({ body }: Call) => {
    deleteResource(store, 'element', textAt(body.element_id, 'element_id'));
  };
  return [
    {
      operation: 'create',
      method: 'POST',
      path,
      slash: true,
      handle: ({ body }) => create(parseCreateElement(body), runtime),
    },
    {
      operation: 'tasks',
      method: 'GET',
      path,
      slash: true,
      handle: ({ query }) => pageOf(store.all('element'), query, limits.page.maxSize, cdn),
    },
    {
      operation: 'task',
      method: 'GET',
      path,
      keyed: true,
      handle: ({ key }) => taskRecord(taskUnder(store, 'element', key), cdn),
    },
    {
      operation: 'presets',
      method: 'GET',
      path: '/v1/general/advanced-presets-elements',
      handle: ({ query }) => pageOf(presets.all('element'), query, limits.page.maxSize, cdn),
    },
    {
      operation: 'delete',
      method: 'POST',
      path: '/v1/general/delete-advanced-elements',
      handle: handleDelete,
    },
    { operation: 'delete', method: 'POST', path: '/v1/general/delete-elements', handle: handleDelete },
  ];
}

async function create(order: CreateElementRequest, runtime: Runtime) {
  const voice = order.voiceId === undefined ? undefined : voiceUnder(order.voiceId, runtime);
  const media = await takeMedia(order.reference, runtime);
  // From here on nothing waits, so that two creates under one external id cannot both find it free.
  const resource: StoredElement = {
    kind: 'element',
    id: runtime.ids.element(),
    name: order.name,
    description: order.description,
    ...media,
    voice,
    tagIds: order.tagIds,
    owner: accountId,
    deleted: false,
  };
  const { externalId, callbackUrl } = order;
  const failure = runtime.faults.forTask('create', externalId ?? '');
  return createdRecord(runtime.store.add({ externalId, callbackUrl, failure, resource }));
}

function voiceUnder(id: string, { store, presets }: Runtime): StoredVoice {
  const resource = (store.taskOfResource('voice', id) ?? presets.taskOfResource('voice', id))?.resource;
  if (resource?.kind !== 'voice' || resource.deleted)
    throw invalidField('element_voice_id', `is invalid: ${id}`);
  return resource;
}

async function takeMedia(
  reference: CreateElementRequest['reference'],
  { cdn, checkMedia, closed }: Runtime,
): Promise<Pick<StoredElement, 'referenceType' | 'frontalImage' | 'otherImages' | 'video'>> {
  const fetcher = new MediaFetcher({ cdn, check: checkMedia, closed });
  if (reference.type === 'video_refer') {
    const video = await fetcher.video(reference.videoUrl);
    return { referenceType: reference.type, frontalImage: undefined, otherImages: [], video };
  }
  const [frontalImage, ...otherImages] = await Promise.all(
    [reference.frontal, ...reference.others].map((image) => fetcher.image(image)),
  );
  return { referenceType: reference.type, frontalImage, otherImages, video: undefined };
}
