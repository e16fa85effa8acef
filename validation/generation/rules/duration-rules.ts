import { generationLimits } from '../generation-limits.ts';
import { defaultVideoSeconds, type GenerateVideoInput } from '../input/video-input.ts';
import type { Finding } from './finding.ts';

/**
 * Prompt or shots, how many, and how long (docs/kling-generation.md, section 2).
 *
 * @param givenSeconds the duration as given; the default is as good as none, as callers cannot tell them apart
 */
export function* durationRules(input: GenerateVideoInput, givenSeconds: number): Generator<Finding> {
  const { shots, prompt, durationSeconds, model } = input;
  const { shotsMax, minSeconds, maxSeconds, o1MaxSeconds, o1FrameSeconds } = generationLimits;
  if (shots.length > 0 && prompt !== null) {
    yield { code: 'NOT_ALLOWED_HERE', path: ['prompt'], message: 'Use either a prompt or shots.' };
  }
  if (shots.length > shotsMax) {
    const message = `There are ${shots.length} shots; at most ${shotsMax} are allowed.`;
    yield { code: 'TOO_MANY', path: ['shots'], message, limit: shotsMax, actual: shots.length };
  }
  if (shots.length > 0 && givenSeconds !== durationSeconds && givenSeconds !== defaultVideoSeconds) {
    const message = `The shots add up to ${durationSeconds} s, not ${givenSeconds}; leave the duration out, or change it or a shot's.`;
    yield {
      code: 'OUT_OF_RANGE',
      path: ['durationSeconds'],
      message,
      limit: durationSeconds,
      actual: givenSeconds,
    };
  }
  const max = model === 'KLING_VIDEO_O1' ? o1MaxSeconds : maxSeconds;
  const path = [shots.length > 0 ? 'shots' : 'durationSeconds'];
  if (durationSeconds < minSeconds || durationSeconds > max) {
    const found = shots.length > 0 ? 'The shots add up to' : 'The video would last';
    const message = `${found} ${durationSeconds} s; ${minSeconds} to ${max} s are allowed.`;
    const limit = durationSeconds < minSeconds ? minSeconds : max;
    yield { code: 'OUT_OF_RANGE', path, message, limit, actual: durationSeconds };
  } else if (
    model === 'KLING_VIDEO_O1' &&
    hasOnlyFirstFrame(input) &&
    !o1FrameSeconds.some((one) => one === durationSeconds)
  ) {
    const message = `With nothing but a first frame, the model KLING_VIDEO_O1 makes ${o1FrameSeconds.join(' or ')} s.`;
    yield { code: 'OUT_OF_RANGE', path, message };
  }
}

function hasOnlyFirstFrame({ firstFrame, lastFrame, elements, images, video }: GenerateVideoInput): boolean {
  return (
    firstFrame !== null &&
    lastFrame === null &&
    elements.length === 0 &&
    images.length === 0 &&
    video === null
  );
}
