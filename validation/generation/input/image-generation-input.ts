import * as z from 'zod/mini';

import { externalIdText, type InputOptions, optionalText, urlText } from '../../input/fields.ts';
import { citedElementSchema, citedImageSchema } from './cited-input.ts';
import { choice, flag, listOf, unitsBound, wholeNumber } from './generation-fields.ts';
import { imageAspectRatios, imageModels, imageResolutions } from '../models.ts';

export function imageGenerationSchema(options: InputOptions) {
  return z.object(
    {
      prompt: optionalText,
      elements: listOf(citedElementSchema, 'Provide the elements as a list.'),
      images: listOf(citedImageSchema(options), 'Provide the images as a list.'),
      model: choice(imageModels, 'KLING_V3_OMNI'),
      resolution: choice(imageResolutions, 'K1'),
      aspectRatio: choice(imageAspectRatios, null),
      count: wholeNumber('number of images', 1, 1),
      series: flag,
      watermark: flag,
      maxUnits: unitsBound,
      externalId: externalIdText,
      callbackUrl: z.pipe(optionalText, z.nullable(urlText(options))),
    },
    'Provide the input as an object.',
  );
}

/** The canonical input of making images: `count` single ones, or a series of as many. (docs/kling-generation.md, section 2) */
export type GenerateImageInput = z.output<ReturnType<typeof imageGenerationSchema>>;
