import { limits } from '@kling-elements/validation';

import { invalidField, type Fields, optionalTextAt, optionalUrlAt, textAt } from './fields.ts';

export interface CreateVoiceRequest {
  readonly name: string;
  readonly source: { readonly url: string } | { readonly videoId: string };
  readonly callbackUrl: string | undefined;
  readonly externalId: string | undefined;
}

/**
 * Parses the body of a voice create (docs/kling-api.md, section 2).
 *
 * @throws KlingError 1201 for the first invalid field
 */
export function parseCreateVoice(body: Fields): CreateVoiceRequest {
  const name = textAt(body.voice_name, 'voice_name', limits.voiceNameMaxLength);
  const url = optionalUrlAt(body.voice_url, 'voice_url');
  const videoId = optionalTextAt(body.video_id, 'video_id');
  if (url !== undefined && videoId !== undefined)
    throw invalidField('video_id', 'must not be given together with voice_url');
  const source = url !== undefined ? { url } : videoId !== undefined ? { videoId } : undefined;
  if (source === undefined) throw invalidField('voice_url', 'or video_id is required');
  return {
    name,
    source,
    callbackUrl: optionalUrlAt(body.callback_url, 'callback_url'),
    externalId: optionalTextAt(body.external_task_id, 'external_task_id'),
  };
}
