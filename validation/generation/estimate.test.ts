import { expect, test } from '@jest/globals';

import { estimateImages, estimateVideo, estimateViews, formatEstimate } from './estimate.ts';
import { priceList } from './price-list.ts';

const video = (more: object = {}) =>
  estimateVideo({
    model: 'KLING_V3_OMNI',
    resolution: 'P1080',
    sound: false,
    video: null,
    durationSeconds: 5,
    ...more,
  });

// docs/kling-generation.md, section 6.
test.each([
  [{}, 4],
  [{ resolution: 'P720' }, 3],
  [{ resolution: 'UHD_4K' }, 15],
  [{ sound: true }, 5],
  [{ sound: true, resolution: 'P720' }, 4],
  [{ sound: true, resolution: 'UHD_4K' }, 15],
  [{ video: {} }, 6],
  [{ video: {}, resolution: 'P720' }, 4.5],
  [{ model: 'KLING_V3' }, 4],
  [{ model: 'KLING_V3', sound: true }, 6],
  [{ model: 'KLING_V3', sound: true, resolution: 'P720' }, 4.5],
  [{ model: 'KLING_VIDEO_O1', durationSeconds: 3 }, 2.4],
  [{ model: 'KLING_VIDEO_O1', video: {} }, 6],
])('a video with %o costs %d units', (input, units) => {
  expect(video(input)?.units).toBe(units);
});

test.each([
  { model: 'KLING_V3', resolution: 'UHD_4K' },
  { model: 'KLING_V3', video: {} },
  { model: 'KLING_VIDEO_O1', sound: true },
])('there is no price for what no model makes: %o', (input) => {
  expect(video(input)).toBeUndefined();
});

test('an estimate says what that is in dollars, and of which day the prices are', () => {
  expect(video()).toEqual({ units: 4, usd: 0.56, pricesOf: priceList.date });
  expect(estimateImages('K1', 9)).toEqual({ units: 72, usd: 0.252, pricesOf: priceList.date });
  expect(estimateImages('K4', 1).units).toBe(16);
  expect(estimateViews()).toMatchObject({ units: 20, usd: 0.07 });
});

test('an estimate is written with its price', () => {
  expect(formatEstimate({ units: 1, usd: 0.14, pricesOf: '' })).toBe('1 unit (about $0.14)');
  expect(formatEstimate({ units: 2.4, usd: 0.336, pricesOf: '' })).toBe('2.4 units (about $0.34)');
});
