import * as z from 'zod/mini';

import { idSchema, textOrNull } from './values.ts';

/** A voice as Kling lists it (`task_result.voices[]`) and as elements contain it (`element_voice_info`). */
export const voiceSchema = z.pipe(
  z.object({
    voice_id: idSchema,
    voice_name: textOrNull,
    trial_url: textOrNull,
    owned_by: textOrNull,
    status: textOrNull,
  }),
  z.transform((voice) => ({
    id: voice.voice_id,
    name: voice.voice_name ?? '',
    sampleUrl: voice.trial_url,
    /** Kling's own, not the account's. */
    preset: voice.owned_by === 'kling',
    owner: voice.owned_by ?? '',
    deleted: voice.status === 'deleted',
  })),
);
export type Voice = z.output<typeof voiceSchema>;
