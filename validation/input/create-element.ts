import * as z from 'zod/mini';

import { elementTags } from '../kling/tag.ts';
import { limits } from '../limits.ts';
import {
  boundedText,
  exactlyOneOf,
  externalIdText,
  type InputOptions,
  mediaUrlText,
  optionalText,
  type Parsed,
  schemasOf,
  urlText,
} from './fields.ts';
import { imageSchema } from './image-input.ts';
import { addIssue, issueFromZod } from './zod-issue.ts';

function imagesSchema(options: InputOptions) {
  const { otherImagesMin: min, otherImagesMax: max } = limits;
  return z.object(
    {
      frontal: imageSchema(options),
      others: z
        .pipe(
          z.transform((value: unknown) => value ?? []),
          z.array(imageSchema(options), `Provide a list of ${min} to ${max} other images.`),
        )
        .check((context) => {
          const { length } = context.value;
          if (length < min) {
            addIssue(context, {
              code: 'TOO_FEW',
              limit: min,
              actual: length,
              message: `Provide ${min} to ${max} other images in addition to the frontal one; the same image may be used for both.`,
            });
          } else if (length > max) {
            const message = `There are ${length} other images; at most ${max} are allowed.`;
            addIssue(context, { code: 'TOO_MANY', message, limit: max, actual: length });
          }
        }),
    },
    'Provide a frontal image and the other images.',
  );
}

function referenceSchema(options: InputOptions) {
  return exactlyOneOf(
    ['images', 'video'],
    'Provide images or a video to create the element from.',
    z.pipe(
      z.object({
        images: z.optional(imagesSchema(options)),
        video: z.optional(z.object({ url: mediaUrlText(options) }, 'Enter the URL of the video.')),
      }),
      z.transform(({ images, video }) => {
        if (images !== undefined) return { images };
        return { video: video ?? { url: '' } };
      }),
    ),
  );
}

const tags = z.pipe(
  z.pipe(
    z.transform((value: unknown) => value ?? []),
    z.array(
      z.enum(elementTags, `This tag does not exist; choose from ${elementTags.join(', ')}.`),
      'Provide the tags as a list.',
    ),
  ),
  z.transform((list) => [...new Set(list)]),
);

function inputSchema(options: InputOptions) {
  return z.object(
    {
      name: boundedText('name', limits.nameMaxLength),
      description: boundedText('description', limits.descriptionMaxLength),
      reference: referenceSchema(options),
      voiceId: optionalText,
      tags,
      externalId: externalIdText,
      callbackUrl: z.pipe(optionalText, z.nullable(urlText(options))),
    },
    'Provide the input as an object.',
  );
}

/**
 * The canonical input of creating an element, from which Kling's body is built. Fields that were not filled in are null.
 * (docs/kling-api.md, section 3)
 */
export type CreateElementInput = z.output<ReturnType<typeof inputSchema>>;

const schemas = schemasOf(inputSchema);

/**
 * Checks the input of creating an element, except for the content of media, for which see `checkCreateElement`.
 * Reports all issues at once, in the order of the fields, with paths in the canonical input.
 */
export function parseCreateElement(raw: unknown, options: InputOptions): Parsed<CreateElementInput> {
  const parsed = z.safeParse(schemas(options), raw);
  return parsed.success
    ? { ok: true, input: parsed.data }
    : { ok: false, issues: parsed.error.issues.map(issueFromZod) };
}
