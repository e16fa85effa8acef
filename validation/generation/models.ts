/**
 * The choices of a generation, named as in the gateway's GraphQL schema, with Kling's words for them
 * (docs/kling-generation.md, section 2).
 */
export const videoModels = ['KLING_V3_OMNI', 'KLING_VIDEO_O1', 'KLING_V3'] as const;
/** `KLING_V3` makes a video from a first frame (`image2video`); the others are models of `omni-video`. */
export type VideoModel = (typeof videoModels)[number];
export const videoModelNames = {
  KLING_V3_OMNI: 'kling-v3-omni',
  KLING_VIDEO_O1: 'kling-video-o1',
  KLING_V3: 'kling-v3',
} as const satisfies Record<VideoModel, string>;

export const videoResolutions = ['P720', 'P1080', 'UHD_4K'] as const;
export type VideoResolution = (typeof videoResolutions)[number];
/** The body's `mode`. */
export const videoModes = { P720: 'std', P1080: 'pro', UHD_4K: '4k' } as const satisfies Record<
  VideoResolution,
  string
>;

export const videoAspectRatios = ['LANDSCAPE_16_9', 'PORTRAIT_9_16', 'SQUARE_1_1'] as const;

/** What the source video is for: its style and motion, or to be edited. */
export const videoUses = ['REFERENCE', 'EDIT'] as const;
export type VideoUse = (typeof videoUses)[number];
/** `video_list[].refer_type`. */
export const referTypes = { REFERENCE: 'feature', EDIT: 'base' } as const satisfies Record<VideoUse, string>;

export const imageModels = ['KLING_V3_OMNI', 'KLING_IMAGE_O1'] as const;
export type ImageModel = (typeof imageModels)[number];
export const imageModelNames = {
  KLING_V3_OMNI: 'kling-v3-omni',
  KLING_IMAGE_O1: 'kling-image-o1',
} as const satisfies Record<ImageModel, string>;

export const imageResolutions = ['K1', 'K2', 'K4'] as const;
export type ImageResolution = (typeof imageResolutions)[number];
/** The body's `resolution`. */
export const imageResolutionNames = { K1: '1k', K2: '2k', K4: '4k' } as const satisfies Record<
  ImageResolution,
  string
>;

export const imageAspectRatios = [
  'AUTO',
  'LANDSCAPE_16_9',
  'PORTRAIT_9_16',
  'SQUARE_1_1',
  'LANDSCAPE_4_3',
  'PORTRAIT_3_4',
  'LANDSCAPE_3_2',
  'PORTRAIT_2_3',
  'ULTRAWIDE_21_9',
] as const;
export type AspectRatio = (typeof imageAspectRatios)[number];
/** The body's `aspect_ratio`, of videos and of images. */
export const aspectRatioNames = {
  AUTO: 'auto',
  LANDSCAPE_16_9: '16:9',
  PORTRAIT_9_16: '9:16',
  SQUARE_1_1: '1:1',
  LANDSCAPE_4_3: '4:3',
  PORTRAIT_3_4: '3:4',
  LANDSCAPE_3_2: '3:2',
  PORTRAIT_2_3: '2:3',
  ULTRAWIDE_21_9: '21:9',
} as const satisfies Record<AspectRatio, string>;
