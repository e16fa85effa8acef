import * as z from 'zod/mini';

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
import { issueFromZod } from './zod-issue.ts';

function sampleSchema(options: InputOptions) {
  return exactlyOneOf(
    ['url', 'videoId'],
    'Provide the sample: its URL, or the ID of one of your videos on Kling.',
    z.pipe(
      z.object({
        url: z.optional(mediaUrlText(options)),
        videoId: z.optional(boundedText('video ID', 200)),
      }),
      z.transform(({ url, videoId }) => (url === undefined ? { videoId: videoId ?? '' } : { url })),
    ),
  );
}

function inputSchema(options: InputOptions) {
  return z.object(
    {
      name: boundedText('name', limits.voiceNameMaxLength),
      sample: sampleSchema(options),
      externalId: externalIdText,
      callbackUrl: z.pipe(optionalText, z.nullable(urlText(options))),
    },
    'Provide the input as an object.',
  );
}

/** What a voice is created from. Fields that were not filled in are null. (docs/kling-api.md, section 2, "create voice") */
export type CreateVoiceInput = z.output<ReturnType<typeof inputSchema>>;

const schemas = schemasOf(inputSchema);

/**
 * Checks the input of creating a voice, except for the sample's content, as Kling does not document what it accepts.
 * Reports all issues at once, in the order of the fields, with paths in the canonical input.
 */
export function parseCreateVoice(raw: unknown, options: InputOptions): Parsed<CreateVoiceInput> {
  const parsed = z.safeParse(schemas(options), raw);
  return parsed.success
    ? { ok: true, input: parsed.data }
    : { ok: false, issues: parsed.error.issues.map(issueFromZod) };
}
