import { createHash } from 'node:crypto';

import type { CreateElementInput, ImageInput } from './create-element.ts';

/**
 * What makes two creates the same: SHA-256 (hex) over everything in the input but its external id and callback.
 * A picture counts by its bytes, whether they came as a file or as Base64; behind an address, by the address.
 */
export function fingerprintOf({ name, description, reference, voiceId, tags }: CreateElementInput): string {
  const media =
    'video' in reference
      ? { video: reference.video.url }
      : { frontal: imageMark(reference.images.frontal), others: reference.images.others.map(imageMark) };
  return createHash('sha256')
    .update(JSON.stringify([name, description, media, voiceId, [...tags].sort()]))
    .digest('hex');
}

function imageMark(image: ImageInput): string {
  if ('url' in image) return `url ${image.url}`;
  const hash = createHash('sha256');
  if ('base64' in image) hash.update(image.base64, 'base64');
  else hash.update(image.bytes);
  return `sha256 ${hash.digest('hex')}`;
}
