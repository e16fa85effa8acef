import type { VerifiedMedia } from '@kling-elements/validation';
import { LRUCache } from 'lru-cache';

/** From the check of a form to its create, or to the next element from the same picture, in milliseconds. */
const rememberedMs = 60_000;
const mostMedia = 1000;
/** Of all addresses together: they may be long. */
const mostCharacters = 1_000_000;

/**
 * What was looked at moments ago and found to be fine, so that it need not be read again. Only that is kept: faults,
 * and media that could not be read, are looked at anew.
 *
 * @param now milliseconds from anywhere, never backwards
 */
export function createVerifiedMediaCache(now: () => number = () => performance.now()): VerifiedMedia {
  return new LRUCache<string, true>({
    max: mostMedia,
    maxSize: mostCharacters,
    sizeCalculation: (_fine, media) => media.length,
    ttl: rememberedMs,
    ttlResolution: 0,
    perf: { now },
  });
}
