import { limits } from '@kling-elements/validation';

import { type ElementOrder, judgeCreateElement } from '../create-element.ts';
import { bad, textAt } from '../fields.ts';
import { MediaIntake } from '../media.ts';
import { accountId, type StoredElement, type StoredVoice } from '../store.ts';
import { createdRecord, taskRecord } from '../task-record.ts';
import type { Runtime } from '../world.ts';
import { pageOf } from './page.ts';
import type { Call, Route } from './route.ts';
import { deleteMade, taskUnder } from './tasks.ts';

const path = '/v1/general/advanced-custom-elements';

/** The calls about elements (docs/kling-api.md, section 2). */
export function elementRoutes(world: Runtime): readonly Route[] {
  const { store, presets, cdn } = world;
  const handleDelete = ({ body }: Call) => {
    deleteMade(store, 'element', textAt(body.element_id, 'element_id'));
  };
  return [
    {
      operation: 'create',
      method: 'POST',
      path,
      slash: true,
      handle: ({ body }) => create(judgeCreateElement(body), world),
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

async function create(order: ElementOrder, world: Runtime) {
  const voice = order.voiceId === undefined ? undefined : voiceUnder(order.voiceId, world);
  const media = await takeMedia(order.reference, world);
  // From here on nothing waits, so that two creates under one external id cannot both find it free.
  const made: StoredElement = {
    kind: 'element',
    id: world.ids.element(),
    name: order.name,
    description: order.description,
    ...media,
    voice,
    tagIds: order.tagIds,
    owner: accountId,
    deleted: false,
  };
  const { externalId, callbackUrl } = order;
  const failure = world.faults.forTask('create', externalId ?? '');
  return createdRecord(world.store.add({ externalId, callbackUrl, failure, made }));
}

function voiceUnder(id: string, { store, presets }: Runtime): StoredVoice {
  const made = (store.maker('voice', id) ?? presets.maker('voice', id))?.made;
  if (made?.kind !== 'voice' || made.deleted) throw bad('element_voice_id', `is invalid: ${id}`);
  return made;
}

async function takeMedia(
  reference: ElementOrder['reference'],
  { cdn, checkMedia, closed }: Runtime,
): Promise<Pick<StoredElement, 'referenceType' | 'frontalImage' | 'otherImages' | 'video'>> {
  const intake = new MediaIntake({ cdn, check: checkMedia, closed });
  if (reference.type === 'video_refer') {
    const video = await intake.video(reference.videoUrl);
    return { referenceType: reference.type, frontalImage: undefined, otherImages: [], video };
  }
  const [frontalImage, ...otherImages] = await Promise.all(
    [reference.frontal, ...reference.others].map((image) => intake.image(image)),
  );
  return { referenceType: reference.type, frontalImage, otherImages, video: undefined };
}
