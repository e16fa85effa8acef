import type { ParsedImageHeader } from './image-header.ts';
import type { RangeReader } from './range-reader.ts';

/** The type and the checksum of IEND, the empty chunk that ends a PNG. */
export const pngEnd = Uint8Array.of(0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82);

const beginning = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];
const headerLength = 33;

/** The signature and the IHDR chunk with its checksum (PNG, third edition, sections 5.2 and 11.2.1). */
export async function readPngHeader(reader: RangeReader): Promise<ParsedImageHeader> {
  const bytes = await reader.exactly(0, headerLength);
  if (!bytes) return { ok: false, reason: 'is cut off in its header' };
  const view = new DataView(bytes.buffer, bytes.byteOffset, headerLength);
  const width = view.getUint32(16);
  const height = view.getUint32(20);
  const whole = view.getUint32(29) === crc32(bytes.subarray(12, 29));
  if (!whole || width === 0 || height === 0 || beginning.some((byte, at) => bytes[at] !== byte)) {
    return { ok: false, reason: 'is damaged: its header is not a PNG header' };
  }
  return { ok: true, header: { width, height, dataFrom: headerLength } };
}

/** The checksum of PNG's chunks, bit by bit: 17 bytes are worth no table. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
