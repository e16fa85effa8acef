import type { ImageResolution, VideoModel, VideoResolution } from './models.ts';

/** What a second of a video costs, in video units. */
export interface VideoPrice {
  readonly model: VideoModel;
  readonly resolution: VideoResolution;
  readonly sound: boolean;
  /** Whether a source video is part of the input. */
  readonly videoInput: boolean;
  readonly unitsPerSecond: number;
}

/** The prices of one model and kind of input: 720p, 1080p, 4k; null where there is none. */
function videoPrices(
  model: VideoModel,
  { sound = false, videoInput = false }: { readonly sound?: boolean; readonly videoInput?: boolean },
  unitsPerSecond: readonly [number, number, number | null],
): VideoPrice[] {
  const resolutions = ['P720', 'P1080', 'UHD_4K'] as const;
  return resolutions.flatMap((resolution, index) => {
    const units = unitsPerSecond[index];
    return typeof units === 'number' ? [{ model, resolution, sound, videoInput, unitsPerSecond: units }] : [];
  });
}

/**
 * Kling's prices (docs/kling-generation.md, section 6). They change: this is the one place where they are written
 * down, and every price that is shown is an estimate.
 */
export const priceList = {
  /** The day on which these prices were last compared with Kling's (ISO 8601). */
  date: '2026-11-25',
  /** US dollars. */
  usdPerVideoUnit: 0.14,
  usdPerImageUnit: 0.0035,
  videos: [
    ...videoPrices('KLING_V3_OMNI', {}, [0.6, 0.8, 3]),
    ...videoPrices('KLING_V3_OMNI', { sound: true }, [0.8, 1, 3]),
    ...videoPrices('KLING_V3_OMNI', { videoInput: true }, [0.9, 1.2, 3]),
    ...videoPrices('KLING_V3', {}, [0.6, 0.8, null]),
    ...videoPrices('KLING_V3', { sound: true }, [0.9, 1.2, null]),
    ...videoPrices('KLING_VIDEO_O1', {}, [0.6, 0.8, null]),
    ...videoPrices('KLING_VIDEO_O1', { videoInput: true }, [0.9, 1.2, null]),
  ],
  /** Image units an image. */
  images: { K1: 8, K2: 8, K4: 16 } satisfies Record<ImageResolution, number>,
  /** Image units for the views made from one photo. */
  views: 20,
} as const;
