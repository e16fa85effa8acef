import { createHash } from 'node:crypto';

import type { CreateElementInput } from './create-element.ts';
import type { ImageInput } from './image-input.ts';

/**
 * SHA-256 (hex) of everything in the input except the external ID and the callback URL: equal for equal creates.
 * An image counts by its bytes, whether provided as a file or as Base64; an image at a URL counts by the URL.
 */
export function fingerprintOf({ name, description, reference, voiceId, tags }: CreateElementInput): string {
  const media =
    'video' in reference
      ? { video: reference.video.url }
      : { frontal: imageKey(reference.images.frontal), others: reference.images.others.map(imageKey) };
  return createHash('sha256')
    .update(JSON.stringify([name, description, media, voiceId, [...tags].sort()]))
    .digest('hex');
}

function imageKey(image: ImageInput): string {
  if ('url' in image) return `url ${image.url}`;
  const hash = createHash('sha256');
  if ('base64' in image) hash.update(image.base64, 'base64');
  else hash.update(image.bytes);
  return `sha256 ${hash.digest('hex')}`;
}
