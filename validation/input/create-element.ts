import * as z from 'zod/mini';

import { isTaskKey } from '../calls/request.ts';
import { countCharacters } from '../characters.ts';
import type { Fault, Issue } from '../issues.ts';
import { elementTags } from '../kling/tag.ts';
import { limits } from '../limits.ts';
import { readBase64 } from '../media/base64.ts';
import { readUrl } from './url.ts';
import { addFault, issueFromZod } from './zod-issue.ts';

export interface InputOptions {
  /** Media and callback addresses may be on private networks. */
  readonly allowPrivateUrls: boolean;
}

/** Missing, null and blank are the same: the field was not filled in. */
const optionalText = z.pipe(
  z.optional(z.nullable(z.string())),
  z.transform((text) => (typeof text === 'string' && text.trim() !== '' ? text.trim() : null)),
);

/** Lengths are counted by {@link countCharacters}. */
function boundedText(what: string, maxLength: number) {
  const required = `Give the ${what}: 1 to ${maxLength} characters.`;
  return z.string(required).check((context) => {
    const length = countCharacters(context.value);
    if (context.value.trim() === '') {
      addFault(context, { code: 'REQUIRED', message: required });
    } else if (length > maxLength) {
      addFault(context, {
        code: 'TOO_LONG',
        message: `The ${what} has ${length} characters; at most ${maxLength} are allowed.`,
      });
    }
  });
}

type Reading = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly fault: Fault };

/** A text that a reader turns into another one, or refuses. */
function readText(required: string, reader: (text: string) => Reading) {
  return z.pipe(
    z.string(required),
    z.transform((text, context) => {
      const verdict: Reading =
        text.trim() === '' ? { ok: false, fault: { code: 'REQUIRED', message: required } } : reader(text);
      if (verdict.ok) return verdict.text;
      addFault({ value: text, issues: context.issues }, verdict.fault);
      return text;
    }),
  );
}

function urlText({ allowPrivateUrls }: InputOptions) {
  return readText('Give a web address.', (text) => {
    const verdict = readUrl(text, { allowPrivate: allowPrivateUrls });
    return verdict.ok ? { ok: true, text: verdict.url } : verdict;
  });
}

const base64Text = readText('Give the picture as Base64 text.', (text) => {
  const verdict = readBase64(text);
  return verdict.ok ? { ok: true, text: verdict.base64 } : verdict;
});

/**
 * Lets only one of some fields through to the schema behind it. None filled in is REQUIRED at the object itself;
 * each beside the first is NOT_ALLOWED_HERE at its own place.
 */
function exactlyOneOf<Output>(
  names: readonly string[],
  what: string,
  schema: z.core.$ZodType<Output, Record<string, unknown>>,
) {
  return z.pipe(
    z.transform((value: unknown, context): Record<string, unknown> => {
      const fields = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
      const [first, ...others] = names.filter((name) => fields[name] !== undefined && fields[name] !== null);
      const at = { value, issues: context.issues };
      if (first === undefined) {
        addFault(at, { code: 'REQUIRED', message: what });
        return {};
      }
      for (const name of others) {
        const message = `Give only one of ${names.join(', ')}; ${first} is already given.`;
        addFault(at, { code: 'NOT_ALLOWED_HERE', message }, [name]);
      }
      return { [first]: fields[first] };
    }),
    schema,
  );
}

/** A picture: an address, Base64 text without prefix and line breaks, or the bytes themselves. */
function imageSchema(options: InputOptions) {
  return exactlyOneOf(
    ['url', 'base64', 'bytes'],
    'Give the picture: its address, its Base64 text or the file itself.',
    z.pipe(
      z.object({
        url: z.optional(urlText(options)),
        base64: z.optional(base64Text),
        bytes: z.optional(z.instanceof(Uint8Array)),
      }),
      z.transform(({ url, base64, bytes }) => {
        if (url !== undefined) return { url };
        if (base64 !== undefined) return { base64 };
        return { bytes: bytes ?? new Uint8Array() };
      }),
    ),
  );
}

function imagesSchema(options: InputOptions) {
  const { otherImagesMin: min, otherImagesMax: max } = limits;
  return z.object(
    {
      frontal: imageSchema(options),
      others: z
        .pipe(
          z.transform((value: unknown) => value ?? []),
          z.array(imageSchema(options), `Give ${min} to ${max} other images as a list.`),
        )
        .check((context) => {
          const { length } = context.value;
          const found = `${length} other image${length === 1 ? ' is' : 's are'} given`;
          if (length < min) {
            addFault(context, {
              code: 'TOO_FEW',
              message: `Give ${min} to ${max} other images beside the frontal one; the same picture may serve as both.`,
            });
          } else if (length > max) {
            addFault(context, { code: 'TOO_MANY', message: `${found}; at most ${max} are allowed.` });
          }
        }),
    },
    'Give a frontal image and the other images.',
  );
}

function referenceSchema(options: InputOptions) {
  return exactlyOneOf(
    ['images', 'video'],
    'Give images or a video to make the element from.',
    z.pipe(
      z.object({
        images: z.optional(imagesSchema(options)),
        video: z.optional(z.object({ url: urlText(options) }, 'Give the address of the video.')),
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
      z.enum(elementTags, `This is not a tag; choose from ${elementTags.join(', ')}.`),
      'Give the tags as a list.',
    ),
  ),
  z.transform((list) => [...new Set(list)]),
);

/** An id that stands in a path of Kling's API: `.` and `..` would lead elsewhere, and broken text nowhere. */
const externalIdText = optionalText.check((context) => {
  if (context.value !== null && !isTaskKey(context.value)) {
    addFault(context, {
      code: 'NOT_ALLOWED_HERE',
      message: `"${context.value.toWellFormed()}" cannot be an external id; choose another.`,
    });
  }
});

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
    'Give the input as an object.',
  );
}

/** One of an element's pictures, in the form it was given. Base64 is without prefix and line breaks. */
export type ImageInput = z.output<ReturnType<typeof imageSchema>>;

/**
 * What every edge makes of its own input, and what Kling's body is made of. Fields that were not filled in are null.
 * (kling-api.md, section 3)
 */
export type CreateElementInput = z.output<ReturnType<typeof inputSchema>>;

const schemas = new Map([true, false].map((allow) => [allow, inputSchema({ allowPrivateUrls: allow })]));

export type Parsed<Value> =
  { readonly ok: true; readonly input: Value } | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * Judges the words of a create: everything but the media themselves, for which see `checkCreateElement`. All issues
 * at once, in the order of the fields, with paths in the canonical input.
 */
export function parseCreateElement(
  raw: unknown,
  { allowPrivateUrls }: InputOptions,
): Parsed<CreateElementInput> {
  const schema = schemas.get(allowPrivateUrls) ?? inputSchema({ allowPrivateUrls });
  const parsed = z.safeParse(schema, raw);
  return parsed.success
    ? { ok: true, input: parsed.data }
    : { ok: false, issues: parsed.error.issues.map(issueFromZod) };
}
