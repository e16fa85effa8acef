import { limits } from '@kling-elements/validation';

import { parseCreateVoice, type CreateVoiceRequest } from '../input/create-voice.ts';
import { textAt } from '../input/fields.ts';
import { accountId, type StoredVoice } from '../account/store.ts';
import { createdRecord, taskRecord } from '../account/task-record.ts';
import { wavTone } from '../media/wav.ts';
import type { Runtime } from '../runtime.ts';
import { pageOf } from './page.ts';
import type { Route } from './route.ts';
import { deleteResource, taskUnder } from './tasks.ts';

const path = '/v1/general/custom-voices';

/** The calls about voices (docs/kling-api.md, section 2). */
export function voiceRoutes(runtime: Runtime): readonly Route[] {
  const { store, presets, cdn } = runtime;
  const { maxVoicesSize } = limits.page;
  return [
    {
      operation: 'createVoice',
      method: 'POST',
      path,
      handle: ({ body }) => create(parseCreateVoice(body), runtime),
    },
    {
      operation: 'voices',
      method: 'GET',
      path,
      handle: ({ query }) => pageOf(store.all('voice'), query, maxVoicesSize, cdn),
    },
    {
      operation: 'voice',
      method: 'GET',
      path,
      keyed: true,
      handle: ({ key }) => taskRecord(taskUnder(store, 'voice', key), cdn),
    },
    {
      operation: 'presetVoices',
      method: 'GET',
      path: '/v1/general/presets-voices',
      handle: ({ query }) => pageOf(presets.all('voice'), query, maxVoicesSize, cdn),
    },
    {
      operation: 'deleteVoice',
      method: 'POST',
      path: '/v1/general/delete-voices',
      handle: ({ body }) =>
        taskRecord(deleteResource(store, 'voice', textAt(body.voice_id, 'voice_id')), cdn),
    },
  ];
}

function create(
  { name, source, externalId, callbackUrl }: CreateVoiceRequest,
  { store, ids, cdn, faults }: Runtime,
) {
  const id = ids.text();
  const sample =
    'url' in source ? cdn.link(source.url) : cdn.offer(`voice-${id}.wav`, 'audio/wav', () => wavTone(220));
  const resource: StoredVoice = { kind: 'voice', id, name, sample, owner: accountId, deleted: false };
  const failure = faults.forTask('createVoice', externalId ?? '');
  return createdRecord(store.add({ externalId, callbackUrl, failure, resource }));
}
