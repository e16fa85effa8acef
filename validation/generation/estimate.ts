import type { ImageResolution, VideoModel, VideoResolution } from './models.ts';
import { priceList } from './price-list.ts';

/** What a generation will cost by the price list. A failed task costs nothing. */
export interface Estimate {
  /** Units as Kling charges them: video units for videos, image units for images and views. */
  readonly units: number;
  /** US dollars. */
  readonly usd: number;
  /** The day of the price list (ISO 8601). */
  readonly pricesOf: string;
}

export interface PricedVideo {
  readonly model: VideoModel;
  readonly resolution: VideoResolution;
  readonly sound: boolean;
  /** A source video, if any: its presence changes the price. */
  readonly video: unknown;
  readonly durationSeconds: number;
}

/** What a video costs; undefined if the model has no such video (docs/kling-generation.md, section 6). */
export function estimateVideo(input: PricedVideo): Estimate | undefined {
  const { model, resolution, sound, durationSeconds } = input;
  const videoInput = input.video !== null && input.video !== undefined;
  const price = priceList.videos.find(
    (one) =>
      one.model === model &&
      one.resolution === resolution &&
      one.sound === sound &&
      one.videoInput === videoInput,
  );
  return price && estimateOf(price.unitsPerSecond * durationSeconds, priceList.usdPerVideoUnit);
}

/** What a number of images costs. */
export function estimateImages(resolution: ImageResolution, count: number): Estimate {
  return estimateOf(priceList.images[resolution] * count, priceList.usdPerImageUnit);
}

/** What the views of one photo cost. */
export function estimateViews(): Estimate {
  return estimateOf(priceList.views, priceList.usdPerImageUnit);
}

/** Rounded to what prices are written in, as binary fractions would show: 0.8 × 3 is 2.4000000000000004. */
function estimateOf(units: number, usdPerUnit: number): Estimate {
  return {
    units: rounded(units),
    usd: rounded(units * usdPerUnit),
    pricesOf: priceList.date,
  };
}

function rounded(amount: number): number {
  return Number(amount.toFixed(4));
}

/** An estimate in words: `4 units (about $0.56)`. */
export function formatEstimate({ units, usd }: Estimate): string {
  return `${units} ${units === 1 ? 'unit' : 'units'} (about $${usd.toFixed(2)})`;
}
