import * as z from 'zod/mini';

import { readBase64 } from '../media/base64.ts';
import { exactlyOneOf, type InputOptions, mediaUrlText, readText } from './fields.ts';

const base64Text = readText('Enter the image as Base64 text.', (text) => {
  const parsed = readBase64(text);
  return parsed.ok ? { ok: true, text: parsed.base64 } : parsed;
});

/** An image: a URL, Base64 text without prefix and line breaks, or the bytes themselves. */
export function imageSchema(options: InputOptions) {
  return exactlyOneOf(
    ['url', 'base64', 'bytes'],
    'Provide the image: its URL, its Base64 text or the file itself.',
    z.pipe(
      z.object({
        url: z.optional(mediaUrlText(options)),
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

/** An image in the form it was provided. Base64 has no prefix and no line breaks. */
export type ImageInput = z.output<ReturnType<typeof imageSchema>>;
