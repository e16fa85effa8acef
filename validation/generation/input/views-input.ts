import * as z from 'zod/mini';

import { externalIdText, type InputOptions, optionalText, urlText } from '../../input/fields.ts';
import { imageSchema } from '../../input/image-input.ts';

export function viewsInputSchema(options: InputOptions) {
  return z.object(
    {
      image: imageSchema(options),
      externalId: externalIdText,
      callbackUrl: z.pipe(optionalText, z.nullable(urlText(options))),
    },
    'Provide the input as an object.',
  );
}

/** The canonical input of making other views of a thing from one frontal photo. (docs/kling-generation.md, section 2) */
export type GenerateViewsInput = z.output<ReturnType<typeof viewsInputSchema>>;
