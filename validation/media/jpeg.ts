import { readOrientation } from './exif.ts';
import type { ParsedImageHeader } from './image-header.ts';
import type { RangeReader } from './range-reader.ts';

/** EOI, which ends a JPEG. Inside the compressed data the same two bytes cannot stand: FF is followed by 00 there. */
export const jpegEnd = Uint8Array.of(0xff, 0xd9);

const startOfScan = 0xda;
const endOfImage = 0xd9;
const app1 = 0xe1;
/** Cameras write some dozens of segments before the image's data, an ICC profile or a preview up to some hundred. */
const maxSegments = 2000;
/** Decoders pass over stray bytes between segments; some are tolerated here too. */
const maxStrayBytes = 4096;

/** As displayed: EXIF orientations 5 to 8 swap the sides. Goes from segment to segment (ITU T.81, annex B). */
export async function readJpegHeader(reader: RangeReader): Promise<ParsedImageHeader> {
  let at = 2;
  let stray = 0;
  let size: { width: number; height: number } | undefined;
  let orientation: number | undefined;
  for (let segments = 0; segments < maxSegments;) {
    const start = await reader.exactly(at, 4);
    if (!start) return { ok: false, reason: endedEarly(reader) };
    const [prefix = 0, marker = 0] = start;
    // Any number of FF may fill the room before a marker.
    if (prefix !== 0xff || marker === 0xff || marker === 0) {
      stray += 1;
      if (stray > maxStrayBytes) return { ok: false, reason: 'is damaged: its header is not a JPEG header' };
      at += 1;
      continue;
    }
    segments += 1;
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2;
      continue;
    }
    if (marker === endOfImage) return { ok: false, reason: 'is damaged: it ends before its image data' };
    const length = uint16(start, 2);
    if (length < 2) return { ok: false, reason: 'is damaged: its header is not a JPEG header' };
    if (marker === startOfScan) {
      if (!size) return { ok: false, reason: 'is damaged: its header does not say how many pixels it has' };
      const turned = orientation !== undefined && orientation >= 5;
      const header = turned ? { width: size.height, height: size.width } : size;
      return { ok: true, header: { ...header, dataFrom: at + 2 + length } };
    }
    if (isFrame(marker) && !size) {
      const frame = await reader.exactly(at + 5, 4);
      if (!frame) return { ok: false, reason: endedEarly(reader) };
      size = { height: uint16(frame, 0), width: uint16(frame, 2) };
      if (size.width === 0 || size.height === 0) {
        return { ok: false, reason: 'is damaged: one of its sides is 0 pixels long' };
      }
    }
    if (marker === app1 && orientation === undefined) {
      const body = await reader.exactly(at + 4, length - 2);
      if (body) orientation = readOrientation(body);
    }
    at += 2 + length;
  }
  return { ok: false, reason: 'is damaged: its header does not end' };
}

/** SOF0 to SOF15, between which DHT, JPG and DAC stand. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function endedEarly(reader: RangeReader): string {
  return reader.exhausted
    ? 'has a header of many megabytes, which is too long to read'
    : 'is cut off in its header';
}

function uint16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
