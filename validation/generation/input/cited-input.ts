import * as z from 'zod/mini';

import { type InputOptions, optionalText } from '../../input/fields.ts';
import { imageSchema } from '../../input/image-input.ts';
import { addIssue } from '../../input/zod-issue.ts';
import { isCitableName, isKlingWord } from '../citations/citable.ts';

/** What a prompt cites something by, without the `@` in front of it; null if it has no name. */
const citedName = z.pipe(
  optionalText,
  z.transform((text, context) => {
    const name = text?.replace(/^[@＠]/, '') ?? null;
    if (name === null || isCitableName(name)) return name;
    const message = isKlingWord(name)
      ? `"${name}" reads like Kling's own citations; choose a different name.`
      : `"${name}" cannot be cited; a name has only letters, digits, _ and -.`;
    addIssue({ value: text, issues: context.issues }, { code: 'NOT_ALLOWED_HERE', message });
    return null;
  }),
);

/** Kling's IDs of elements are numbers; a text of another shape gets "Invalid element id". */
export function isElementId(id: string): boolean {
  return /^\d{1,20}$/.test(id);
}

const elementId = z.string('Choose an element.').check((context) => {
  const id = context.value;
  if (isElementId(id)) return;
  addIssue(
    context,
    id.trim() === ''
      ? { code: 'REQUIRED', message: 'Choose an element.' }
      : {
          code: 'NOT_ALLOWED_HERE',
          message: `"${id.slice(0, 40)}" is not the ID of an element, which has only digits.`,
        },
  );
});

/** An element by its ID. `name`: what the prompt cites it by; null: the element's own name. */
export const citedElementSchema = z.object({ id: elementId, name: citedName }, "Provide the element's ID.");
export type CitedElement = z.output<typeof citedElementSchema>;

/** An image, with what the prompt cites it by; null: only Kling's own form. */
export function citedImageSchema(options: InputOptions) {
  return z.object({ image: imageSchema(options), name: citedName }, 'Provide the image and its name.');
}
export type CitedImage = z.output<ReturnType<typeof citedImageSchema>>;
