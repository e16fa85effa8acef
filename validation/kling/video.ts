import * as z from 'zod/mini';

import { idOrNull, textOrNull } from './values.ts';

/** A video of a task's `task_result.videos[]` (docs/kling-generation.md, section 5). */
export const videoSchema = z.pipe(
  z.object({
    id: idOrNull,
    url: z.string(),
    watermark_url: textOrNull,
    duration: z.transform(readSeconds),
  }),
  z.transform((video) => ({
    id: video.id ?? '',
    /** Expires 30 days after the task is done. */
    url: video.url,
    watermarkUrl: video.watermark_url,
    durationSeconds: video.duration,
  })),
);
export type Video = z.output<typeof videoSchema>;

/** A duration, which Kling writes as a text of seconds; null if missing. */
function readSeconds(value: unknown): number | null {
  const seconds = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds : null;
}
