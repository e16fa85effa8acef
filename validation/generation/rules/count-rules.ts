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
  /** @param beside what else is there, on which the limit depends */
  const tooMany = (actual: number, what: string, limit: number, beside = ''): Finding[] => {
    const allowed = limit === 0 ? 'none is' : limit === 1 ? 'at most 1 is' : `at most ${limit} are`;
    const message = `There ${actual === 1 ? 'is' : 'are'} ${actual} ${what}; ${allowed} allowed${beside}.`;
    return actual > limit ? [{ code: 'TOO_MANY', path, message, limit, actual }] : [];
  };

  const isO1BetweenFrames = model === 'KLING_VIDEO_O1' && firstFrame !== null && lastFrame !== null;
  const found = isO1BetweenFrames
    ? tooMany(elements.length, 'elements', 0, ' with a first and a last frame by the model KLING_VIDEO_O1')
    : firstFrame !== null || model === 'KLING_V3'
      ? tooMany(elements.length, 'elements', elementsWithFramesMax, ' together with a first frame')
      : [];
  if (model === 'KLING_V3') return found;

  const pictures = counts.images + counts.fromImages;
  const onlyElements = images.length === 0 && firstFrame === null;
  const what = onlyElements ? 'elements made from images' : 'images and elements made from images';
  const { fromVideos } = counts;
  if (video !== null) {
    const besideVideo = ' together with a video';
    const max = generationLimits.videoElementsBesideVideoMax;
    return [
      ...found,
      ...tooMany(pictures, what, picturesBesideVideosMax, besideVideo),
      ...tooMany(fromVideos, 'elements made from a video', max, besideVideo),
      // Kling's pages contradict each other here: the older one allows none, the newer one 1.
      ...(fromVideos > 0 && fromVideos <= max ? [contradictoryPages] : []),
    ];
  }
  const besideVideos = ' together with elements made from a video';
  return [
    ...found,
    ...tooMany(fromVideos, 'elements made from a video', videoElementsMax),
    ...(fromVideos > 0
      ? tooMany(pictures, what, picturesBesideVideosMax, besideVideos)
      : tooMany(pictures, what, picturesMax)),
  ];
}

const contradictoryPages: Finding = {
  code: 'ELEMENT_TYPE',
  path: ['elements'],
  message:
    "An element made from a video may not be allowed together with a video: Kling's pages contradict each other.",
  warning: true,
};
