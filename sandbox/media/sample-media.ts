import { pngImage } from './png.ts';

/** A file under `/sandbox/media/`, to create elements from. */
export interface SampleFile {
  readonly about: string;
  readonly good: boolean;
  readonly type: string;
  readonly bytes: () => Uint8Array;
}

const png = (about: string, good: boolean, width: number, height: number, hue: number): SampleFile => ({
  about: `${width} x ${height} pixels, ${about}`,
  good,
  type: 'image/png',
  bytes: once(() => pngImage({ width, height, hue })),
});

export const sampleMedia: Readonly<Record<string, SampleFile>> = {
  'square.png': png('good', true, 512, 512, 210),
  'portrait.png': png('good', true, 480, 640, 30),
  'landscape.png': png('good', true, 800, 450, 120),
  'smallest.png': png('good: the smallest that is accepted', true, 300, 300, 280),
  'widest.png': png('good: the widest ratio that is accepted', true, 750, 300, 180),
  'tallest.png': png('good: the tallest ratio that is accepted', true, 300, 750, 330),
  'too-small.png': png('a side is too short', false, 512, 299, 0),
  'too-wide.png': png('the ratio is too wide', false, 760, 300, 0),
  'too-tall.png': png('the ratio is too tall', false, 300, 760, 0),
  'too-large.png': {
    about: 'more than 10 MB',
    good: false,
    type: 'image/png',
    bytes: once(() => pngImage({ width: 3400, height: 3400, hue: 60, uncompressed: true })),
  },
  'truncated.png': {
    about: 'ends after its first bytes',
    good: false,
    type: 'image/png',
    bytes: () => pngImage({ width: 512, height: 512, hue: 0 }).subarray(0, 20),
  },
  'page.png': {
    about: 'an HTML page under a wrong name',
    good: false,
    type: 'image/png',
    bytes: () => Buffer.from('<!doctype html><title>Not an image</title>'),
  },
  'image.gif': {
    about: 'a GIF',
    good: false,
    type: 'image/gif',
    bytes: () => {
      const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
      gif.writeUInt16LE(512, 6);
      gif.writeUInt16LE(512, 8);
      return gif;
    },
  },
};

function once(make: () => Uint8Array): () => Uint8Array {
  let cached: Uint8Array | undefined;
  return () => (cached ??= make());
}
