import { generationLimits } from '../generation-limits.ts';
import type { GenerateImageInput } from '../input/image-generation-input.ts';
import type { Finding } from './finding.ts';

/** What the model has, and how many of what (docs/kling-generation.md, sections 2 and 3, `omni-image`). */
export function* imageRules({
  model,
  resolution,
  elements,
  images,
  count,
  series,
}: GenerateImageInput): Generator<Finding> {
  const { imagePicturesMax, imageCountMax, seriesMin } = generationLimits;
  if (resolution === 'K4' && model !== 'KLING_V3_OMNI') {
    const message = 'This model has no 4K; choose K1 or K2, or the model KLING_V3_OMNI.';
    yield { code: 'NOT_A_CHOICE', path: ['resolution'], message };
  }
  const pictures = elements.length + images.length;
  if (pictures > imagePicturesMax) {
    const message = `There are ${pictures} elements and images; at most ${imagePicturesMax} are allowed together.`;
    yield {
      code: 'TOO_MANY',
      path: [elements.length > 0 ? 'elements' : 'images'],
      message,
      limit: imagePicturesMax,
      actual: pictures,
    };
  }
  const min = series ? seriesMin : 1;
  if (count < min || count > imageCountMax) {
    const what = series ? 'A series has' : 'A request makes';
    const message = `${what} ${min} to ${imageCountMax} images, not ${count}.`;
    yield {
      code: 'OUT_OF_RANGE',
      path: ['count'],
      message,
      limit: count < min ? min : imageCountMax,
      actual: count,
    };
  }
}
