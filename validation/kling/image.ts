import * as z from 'zod/mini';

import { anyEntries, integer, orNull, textOrNull } from './values.ts';

/** An image that a task made. `index`: its place in the result, from 0. The URL expires 30 days after the task is done. */
export interface Image {
  readonly index: number;
  readonly url: string;
  readonly watermarkUrl: string | null;
}

const entrySchema = z.object({
  index: orNull(integer),
  url: textOrNull,
  watermark_url: textOrNull,
  url_1: textOrNull,
  url_2: textOrNull,
  url_3: textOrNull,
});

/**
 * The images of `task_result.images[]` or `series_images[]`. An entry is one image, or the three views that
 * `ai-multi-shot` makes of a photo at a time (docs/kling-generation.md, section 5).
 */
export const imageListSchema = z.pipe(
  anyEntries,
  z.transform((entries): Image[] => {
    const images: Image[] = [];
    for (const value of entries) {
      const { data: entry } = z.safeParse(entrySchema, value);
      if (entry === undefined) continue;
      if (entry.url !== null) {
        images.push({
          index: entry.index ?? images.length,
          url: entry.url,
          watermarkUrl: entry.watermark_url,
        });
      }
      for (const url of [entry.url_1, entry.url_2, entry.url_3]) {
        if (url !== null) images.push({ index: images.length, url, watermarkUrl: null });
      }
    }
    return images;
  }),
);
