import type { ByteSource } from './byte-source.ts';

/**
 * Whether the parts of a JPEG or PNG follow each other without gaps from its header to its end: PNG's chunks, and
 * JPEG's segments and marks, also within the compressed data, where damage leaves marks that JPEG does not know. Reads
 * the whole file. True for other files.
 */
export async function isImageIntact(source: ByteSource & { readonly size: number }): Promise<boolean> {
  const bytes = await source.read(0, source.size);
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return hasJpegMarks(bytes);
  return bytes[0] === 0x89 && bytes[1] === 0x50 ? hasPngChunks(bytes) : true;
}

const iend = 0x49454e44;

function hasPngChunks(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 8; at + 8 <= bytes.length;) {
    if (view.getUint32(at + 4) === iend) return true;
    at += 12 + view.getUint32(at);
  }
  return false;
}

const endOfImage = 0xd9;

function hasJpegMarks(bytes: Uint8Array): boolean {
  let at = bytes.indexOf(0xff, 2);
  while (at !== -1) {
    const mark = bytes[at + 1] ?? endOfImage + 1;
    if (mark === endOfImage) return true;
    // FF before a mark fills; FF 00 is a byte of the data; RST0 to RST7, SOI and TEM stand alone.
    if (mark === 0xff) at += 1;
    else if (mark <= 0x01 || (mark >= 0xd0 && mark <= 0xd8)) at += 2;
    else if (mark < 0xc0 || (mark >= 0xf0 && mark <= 0xfd)) return false;
    else at += 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
    at = bytes.indexOf(0xff, at);
  }
  return false;
}
