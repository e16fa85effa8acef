import * as z from 'zod/mini';

import { isTaskKey } from '../calls/request.ts';
import { countCharacters, hasMoreCodePoints, isVisible } from '../characters.ts';
import type { Issue, InputIssue } from '../issues.ts';
import { limits } from '../limits.ts';
import { parseMediaUrl } from './media-url.ts';
import { parseUrl } from './url.ts';
import { addIssue } from './zod-issue.ts';

export interface InputOptions {
  /** Whether URLs of media and callbacks may be on private networks. */
  readonly allowPrivateUrls: boolean;
}

/** A schema for either answer to whether private URLs are allowed, made once, as making one takes longer than using it. */
export function schemasOf<Schema>(
  make: (options: InputOptions) => Schema,
): (options: InputOptions) => Schema {
  const [strict, lax] = [make({ allowPrivateUrls: false }), make({ allowPrivateUrls: true })];
  return ({ allowPrivateUrls }) => (allowPrivateUrls ? lax : strict);
}

/** Missing, null and blank mean the same: the field was not filled in. */
export const optionalText = z.pipe(
  z.optional(z.nullable(z.string())),
  z.transform((text) => (typeof text === 'string' && text.trim() !== '' ? text.trim() : null)),
);

/** Text that shows something. Lengths are counted by {@link countCharacters}, and bounded in code points, too. */
export function boundedText(what: string, maxLength: number) {
  const required = `Enter the ${what}: 1 to ${maxLength} characters.`;
  return z.string(required).check((context) => {
    const text = context.value;
    if (!isVisible(text)) {
      const message =
        text.trim() === '' ? required : `The ${what} has only invisible characters. ${required}`;
      addIssue(context, { code: 'REQUIRED', message });
      return;
    }
    const issue = tooLong(what, text, maxLength);
    if (issue !== undefined) addIssue(context, issue);
  });
}

/** The issue with a text that is too long. The cheap bound comes first: counting characters takes long. */
function tooLong(what: string, text: string, maxLength: number): Issue | undefined {
  const issue = tooManyCodePoints(what, text, maxLength);
  if (issue !== undefined) return issue;
  const length = countCharacters(text);
  if (length <= maxLength) return undefined;
  const message = `The ${what} has ${length} characters; at most ${maxLength} are allowed.`;
  return { code: 'TOO_LONG', message, limit: maxLength, actual: length };
}

/** The issue with a text that is too long in any case, found without counting its characters. */
export function tooManyCodePoints(what: string, text: string, maxLength: number): Issue | undefined {
  const maxCodePoints = maxLength * limits.codePointsPerCharacter;
  if (!hasMoreCodePoints(text, maxCodePoints)) return undefined;
  const message = `The ${what} has more than ${maxCodePoints} Unicode code points; at most ${maxLength} characters are allowed.`;
  return { code: 'TOO_LONG', message, limit: maxLength };
}

type ParsedText =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly issue: Issue };

/** A text that `reader` converts or rejects with an issue. */
export function readText(required: string, reader: (text: string) => ParsedText) {
  return z.pipe(
    z.string(required),
    z.transform((text, context) => {
      const parsed: ParsedText =
        text.trim() === '' ? { ok: false, issue: { code: 'REQUIRED', message: required } } : reader(text);
      if (parsed.ok) return parsed.text;
      addIssue({ value: text, issues: context.issues }, parsed.issue);
      return text;
    }),
  );
}

/** The URL of a receiver, read by {@link parseUrl}. */
export function urlText(options: InputOptions) {
  return urlReadBy(parseUrl, options);
}

/** The URL of a file, read by {@link parseMediaUrl}. */
export function mediaUrlText(options: InputOptions) {
  return urlReadBy(parseMediaUrl, options);
}

function urlReadBy(parse: typeof parseUrl, { allowPrivateUrls }: InputOptions) {
  return readText('Enter a URL.', (text) => {
    const parsed = parse(text, { allowPrivate: allowPrivateUrls });
    return parsed.ok ? { ok: true, text: parsed.url } : parsed;
  });
}

/**
 * Passes on exactly one of several fields to a schema. None of them is REQUIRED at the object itself; each one after
 * the first is NOT_ALLOWED_HERE at its own path.
 */
export function exactlyOneOf<Output>(
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
        addIssue(at, { code: 'REQUIRED', message: what });
        return {};
      }
      for (const name of others) {
        const message = `Use only one of ${names.join(', ')}; ${first} is already set.`;
        addIssue(at, { code: 'NOT_ALLOWED_HERE', message }, [name]);
      }
      return { [first]: fields[first] };
    }),
    schema,
  );
}

/** An ID that is used in paths of Kling's API, where `.`, `..` and lone surrogates are impossible. */
export const externalIdText = optionalText.check((context) => {
  if (context.value !== null && !isTaskKey(context.value)) {
    addIssue(context, {
      code: 'NOT_ALLOWED_HERE',
      message: `"${context.value.toWellFormed()}" cannot be used as an external ID; choose a different one.`,
    });
  }
});

export type Parsed<Value> =
  | { readonly ok: true; readonly input: Value }
  | { readonly ok: false; readonly issues: readonly InputIssue[] };
