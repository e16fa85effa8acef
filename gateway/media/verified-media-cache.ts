import type { VerifiedMedia } from '@kling-elements/validation';
import { LRUCache } from 'lru-cache';

/** Enough from checking a form to creating the element, or to the next element from the same image. */
const rememberedMs = 60_000;
const maxMedia = 1000;
/** Of all URLs together, as they may be long. */
const maxCharacters = 1_000_000;

/**
 * Media that were recently inspected and have no issues, so that they need not be read again. Media with issues and
 * media that could not be read are not cached.
 *
 * @param now a monotonic clock in milliseconds
 */
export function createVerifiedMediaCache(now: () => number = () => performance.now()): VerifiedMedia {
  return new LRUCache<string, true>({
    max: maxMedia,
    maxSize: maxCharacters,
    sizeCalculation: (_verified, media) => media.length,
    ttl: rememberedMs,
    ttlResolution: 0,
    perf: { now },
  });
}
