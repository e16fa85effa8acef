import type { Issue } from '../issues.ts';
import { limits } from '../limits.ts';
import type { ByteSource } from './byte-source.ts';
import { measureVideo, videoTooLarge, wrongDuration } from './video.ts';

/**
 * Every reason why Kling would refuse a video as the source of a generation (docs/kling-generation.md, section 2,
 * `video_list`); none when it is valid. The duration may be 0.1 s outside the limits. Frames a second are not checked.
 * Rejects only when `source.read` does.
 */
export async function checkSourceVideo(source: ByteSource): Promise<Issue[]> {
  const { maxBytes, minSide, maxSide, maxPixels } = limits.sourceVideo;
  const measure = await measureVideo(source);
  const issues = videoTooLarge(source.size, maxBytes);
  if (!measure.ok) return [...issues, measure.issue];

  const { width, height, seconds } = measure;
  issues.push(...wrongDuration(seconds, limits.sourceVideo));
  const found = `The video is ${width} × ${height} pixels`;
  if (Math.min(width, height) < minSide || Math.max(width, height) > maxSide) {
    const message = `${found}; each side must be ${minSide} to ${maxSide} pixels.`;
    const [shorter, longer] = [Math.min(width, height), Math.max(width, height)];
    const numbers =
      shorter < minSide ? { limit: minSide, actual: shorter } : { limit: maxSide, actual: longer };
    issues.push({ code: 'VIDEO_RESOLUTION', message, ...numbers });
  } else if (width * height > maxPixels) {
    const message = `${found}, ${width * height} in all; at most ${maxPixels} are allowed.`;
    issues.push({ code: 'VIDEO_RESOLUTION', message, limit: maxPixels, actual: width * height });
  }
  return issues;
}
