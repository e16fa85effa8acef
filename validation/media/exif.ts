const exifHead = 'Exif\0\0';
const orientationTag = 0x0112;
const shortType = 3;

/**
 * The orientation (1 to 8) out of the body of a JPEG's APP1 segment; undefined when the body is not EXIF or names none.
 * A TIFF structure (Exif 3.0, section 4.6): byte order, 42, the offset of the first directory, its entries.
 */
export function readOrientation(app1: Uint8Array): number | undefined {
  if (String.fromCharCode(...app1.subarray(0, 6)) !== exifHead) return undefined;
  const tiff = new DataView(app1.buffer, app1.byteOffset + 6, app1.length - 6);
  if (tiff.byteLength < 8) return undefined;
  const order = tiff.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return undefined;
  const little = order === 0x4949;
  const directory = tiff.getUint32(4, little);
  if (directory + 2 > tiff.byteLength) return undefined;
  const entries = tiff.getUint16(directory, little);
  for (let entry = 0; entry < entries; entry += 1) {
    const at = directory + 2 + entry * 12;
    if (at + 12 > tiff.byteLength) return undefined;
    if (tiff.getUint16(at, little) !== orientationTag) continue;
    const value = tiff.getUint16(at + 8, little);
    return tiff.getUint16(at + 2, little) === shortType && value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}
