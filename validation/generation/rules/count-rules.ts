import { generationLimits } from '../generation-limits.ts';
import type { KnownElements } from '../known-element.ts';
import type { GenerateVideoInput } from '../input/video-input.ts';
import type { Finding } from './finding.ts';

/** How many of what there are. */
interface Counts {
  /** Images, frames among them. */
  readonly images: number;
  readonly fromImages: number;
  readonly fromVideos: number;
}

type Framed = Pick<
  GenerateVideoInput,
  'model' | 'elements' | 'images' | 'firstFrame' | 'lastFrame' | 'video'
>;

/**
 * How many elements and images may be used together (docs/kling-generation.md, section 3). Elements of which nobody
 * knows what they were made from are only an issue if there are too many either way.
 */
export function* countRules(input: Framed, known: KnownElements): Generator<Finding> {
  const { elements, images, firstFrame, lastFrame } = input;
  const typeOf = ({ id }: { readonly id: string }) => known.get(id)?.referenceType ?? null;
  const unknown = elements.filter((one) => typeOf(one) === null).length;
  const fromVideos = elements.filter((one) => typeOf(one) === 'VIDEO').length;
  const readings = Array.from({ length: unknown + 1 }, (_, more) =>
    findTooMany(input, {
      images: images.length + (firstFrame ? 1 : 0) + (lastFrame ? 1 : 0),
      fromImages: elements.length - fromVideos - more,
      fromVideos: fromVideos + more,
    }),
  );
  const allowed = readings.find((findings) => findings.every(({ warning }) => warning));
  yield* allowed ?? readings[0] ?? [];
}

function findTooMany(input: Framed, counts: Counts): Finding[] {
  const { model, firstFrame, lastFrame, video, elements, images } = input;
  const { elementsWithFramesMax, picturesMax, picturesBesideVideosMax, videoElementsMax } = generationLimits;
  const path = [elements.length > 0 ? 'elements' : 'images'];
  const found: Finding[] = [];
  const tooMany = (message: string) => found.push({ code: 'TOO_MANY', path, message });

  if (model === 'KLING_VIDEO_O1' && firstFrame && lastFrame && elements.length > 0) {
    tooMany('The model O1 takes no elements together with a first and a last frame.');
  } else if ((firstFrame || model === 'KLING_V3') && elements.length > elementsWithFramesMax) {
    tooMany(
      `There are ${elements.length} elements; at most ${elementsWithFramesMax} are allowed together with a first frame.`,
    );
  }
  if (model === 'KLING_V3') return found;

  const pictures = counts.images + counts.fromImages;
  const what =
    images.length + (firstFrame ? 1 : 0) === 0
      ? 'elements made from images'
      : 'images and elements made from images';
  if (video !== null) {
    if (pictures > picturesBesideVideosMax) {
      tooMany(
        `There are ${pictures} ${what}; at most ${picturesBesideVideosMax} are allowed together with a video.`,
      );
    }
    found.push(...findBesideVideo(counts.fromVideos));
  } else if (counts.fromVideos > videoElementsMax) {
    tooMany(
      `There are ${counts.fromVideos} elements made from a video; at most ${videoElementsMax} are allowed.`,
    );
  } else if (counts.fromVideos > 0 && pictures > picturesBesideVideosMax) {
    tooMany(
      `There are ${pictures} ${what}; at most ${picturesBesideVideosMax} are allowed together with elements made from a video.`,
    );
  } else if (pictures > picturesMax) {
    tooMany(`There are ${pictures} ${what}; at most ${picturesMax} are allowed.`);
  }
  return found;
}

/** Kling's pages contradict each other here: the older one allows none, the newer one 1. */
function findBesideVideo(fromVideos: number): Finding[] {
  const max = generationLimits.videoElementsBesideVideoMax;
  const path = ['elements'];
  if (fromVideos > max) {
    const message = `There are ${fromVideos} elements made from a video; at most ${max} is allowed together with a video.`;
    return [{ code: 'TOO_MANY', path, message }];
  }
  const message =
    'An element made from a video may not be allowed together with a video: Kling’s pages contradict each other.';
  return fromVideos === 0 ? [] : [{ code: 'ELEMENT_TYPE', path, message, warning: true }];
}
