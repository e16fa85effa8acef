// What generations with elements are checked by and made from; its own entry, as forms for elements do without it.
export { checkGenerateImage, parseGenerateImage, type ReadyImage } from './check-image.ts';
export { checkGenerateVideo, parseGenerateVideo, type ReadyVideo } from './check-video.ts';
export { checkGenerateViews, type ReadyViews } from './check-views.ts';
export type { CheckedGeneration, GenerationOptions, ParseOptions } from './checked-generation.ts';
export type { CitedElement, CitedImage } from './input/cited-input.ts';
export {
  type Estimate,
  estimateImages,
  estimateVideo,
  estimateViews,
  formatEstimate,
  type PricedVideo,
} from './estimate.ts';
export { imageBody, videoBody, viewsBody } from './generation-bodies.ts';
export { generationLimits } from './generation-limits.ts';
export type { GenerateImageInput } from './input/image-generation-input.ts';
export type { KnownElement, KnownElements } from './known-element.ts';
export {
  type AspectRatio,
  imageAspectRatios,
  type ImageModel,
  imageModels,
  type ImageResolution,
  imageResolutions,
  videoAspectRatios,
  type VideoModel,
  videoModels,
  type VideoResolution,
  videoResolutions,
  type VideoUse,
  videoUses,
} from './models.ts';
export { priceList, type VideoPrice } from './price-list.ts';
export type { GenerateVideoInput } from './input/video-input.ts';
export type { GenerateViewsInput } from './input/views-input.ts';
