import * as z from 'zod/mini';

import {
  externalIdText,
  type InputOptions,
  mediaUrlText,
  optionalText,
  urlText,
} from '../../input/fields.ts';
import { imageSchema } from '../../input/image-input.ts';
import { citedElementSchema, citedImageSchema } from './cited-input.ts';
import { choice, flag, listOf, orNull, unitsBound, wholeNumber } from './generation-fields.ts';
import { videoAspectRatios, videoModels, videoResolutions, videoUses } from '../models.ts';

/** The duration of a video for which none is set, in seconds. */
export const defaultVideoSeconds = 5;

const shot = z.object(
  {
    prompt: z.string('Describe the shot.'),
    durationSeconds: wholeNumber("shot's duration in seconds", 1, 1),
  },
  "Provide the shot's prompt and duration.",
);

export function videoInputSchema(options: InputOptions) {
  const frame = orNull(imageSchema(options));
  const sourceVideo = z.object(
    { url: mediaUrlText(options), use: choice(videoUses, 'REFERENCE'), keepSound: flag },
    'Enter the URL of the video.',
  );
  return z.object(
    {
      prompt: optionalText,
      shots: listOf(shot, 'Provide the shots as a list.'),
      elements: listOf(citedElementSchema, 'Provide the elements as a list.'),
      images: listOf(citedImageSchema(options), 'Provide the images as a list.'),
      firstFrame: frame,
      lastFrame: frame,
      video: orNull(sourceVideo),
      model: choice(videoModels, 'KLING_V3_OMNI'),
      resolution: choice(videoResolutions, 'P1080'),
      aspectRatio: choice(videoAspectRatios, null),
      durationSeconds: wholeNumber('duration in seconds', 1, defaultVideoSeconds),
      sound: flag,
      watermark: flag,
      maxUnits: unitsBound,
      externalId: externalIdText,
      callbackUrl: z.pipe(optionalText, z.nullable(urlText(options))),
    },
    'Provide the input as an object.',
  );
}

/**
 * The canonical input of making a video. `prompt` or `shots` say what happens, and cite elements and images by name
 * or in Kling's own form. With shots, `durationSeconds` is their sum. (docs/kling-generation.md, section 2)
 */
export type GenerateVideoInput = z.output<ReturnType<typeof videoInputSchema>>;
