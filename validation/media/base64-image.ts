import type { Issue } from '../issues.ts';
import { base64Source, lacksPlusSigns } from './base64.ts';
import { checkImage } from './image.ts';
import { isImageIntact } from './image-structure.ts';

/**
 * {@link checkImage} for an image as Base64 text, as `readBase64` returns it. A damaged image in a text without any
 * plus sign is NOT_BASE64: the text has lost them, and its length was a multiple of 4 by chance.
 */
export async function checkBase64Image(base64: string): Promise<Issue[]> {
  const source = base64Source(base64);
  const issues = await checkImage(source);
  if (!lacksPlusSigns(base64)) return issues;
  const isReadable = issues.every(({ code }) => code !== 'IMAGE_UNREADABLE');
  if (isReadable && (await isImageIntact(source))) return issues;
  const message =
    'The Base64 text has lost its plus signs: it has none, and the image is damaged; send the text as your encoder wrote it.';
  return [{ code: 'NOT_BASE64', message }];
}
