import { field, mediaAt, type PlacedMedia, withParsedUrls } from '../../input/media-in-input.ts';

/** More images than this in an input are too many in any case; the rest are not inspected. */
const inspectedImages = 10;

/** The media of a generation that can be inspected, whatever else is wrong with it. */
export function mediaInGeneration(raw: unknown, allowPrivateUrls: boolean): PlacedMedia[] {
  const images = field(raw, 'images');
  const found = [
    ...(Array.isArray(images) ? images : [])
      .slice(0, inspectedImages)
      .flatMap((entry, index) => mediaAt(['images', index, 'image'], 'image', field(entry, 'image'))),
    ...(['firstFrame', 'lastFrame', 'image'] as const).flatMap((name) =>
      mediaAt([name], 'image', field(raw, name)),
    ),
    ...mediaAt(['video'], 'sourceVideo', field(raw, 'video')),
  ];
  return withParsedUrls(found, allowPrivateUrls);
}
