import { limits } from '@kling-elements/validation';

import { bad, type Fields, optionalTextAt, optionalUrlAt, textAt } from './fields.ts';

export interface VoiceOrder {
  readonly name: string;
  readonly source: { readonly url: string } | { readonly videoId: string };
  readonly callbackUrl: string | undefined;
  readonly externalId: string | undefined;
}

/**
 * Judges the body of a voice's create (docs/kling-api.md, section 2).
 *
 * @throws Refusal 1201 for the first fault
 */
export function judgeCreateVoice(body: Fields): VoiceOrder {
  const name = textAt(body.voice_name, 'voice_name', limits.voiceNameMaxLength);
  const url = optionalUrlAt(body.voice_url, 'voice_url');
  const videoId = optionalTextAt(body.video_id, 'video_id');
  if (url !== undefined && videoId !== undefined)
    throw bad('video_id', 'must not be given together with voice_url');
  const source = url !== undefined ? { url } : videoId !== undefined ? { videoId } : undefined;
  if (source === undefined) throw bad('voice_url', 'or video_id is required');
  return {
    name,
    source,
    callbackUrl: optionalUrlAt(body.callback_url, 'callback_url'),
    externalId: optionalTextAt(body.external_task_id, 'external_task_id'),
  };
}
