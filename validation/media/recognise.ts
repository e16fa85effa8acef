/** How many of a file's first bytes {@link recognise} uses. */
export const recognisedBytes = 512;

type Signature = readonly [kind: string, offset: number, text: string];

/** Byte for byte as Latin-1 text; the first that fits wins. */
const signatures: readonly Signature[] = [
  ['a JPEG image', 0, '\xff\xd8\xff'],
  ['a PNG image', 0, '\x89PNG'],
  ['a GIF image', 0, 'GIF8'],
  ['a WebP image', 8, 'WEBP'],
  ['an AVI video', 8, 'AVI '],
  ['a WAV sound', 8, 'WAVE'],
  ['a TIFF image', 0, 'II*\0'],
  ['a TIFF image', 0, 'MM\0*'],
  ['a Photoshop file', 0, '8BPS'],
  ['an icon (ICO)', 0, '\0\0\x01\0'],
  ['a JPEG XL image', 0, '\0\0\0\x0cJXL '],
  ['a JPEG XL image', 0, '\xff\x0a'],
  ['a JPEG 2000 image', 0, '\0\0\0\x0cjP  '],
  ['a Matroska or WebM video', 0, '\x1aE\xdf\xa3'],
  ['a Flash video', 0, 'FLV\x01'],
  ['a Windows Media file', 0, '0&\xb2u\x8ef\xcf\x11'],
  ['an MPEG program stream', 0, '\0\0\x01\xba'],
  ['an Ogg file', 0, 'OggS'],
  ['an MP3 sound', 0, 'ID3'],
  ['a FLAC sound', 0, 'fLaC'],
  ['a PDF', 0, '%PDF'],
  ['a ZIP archive', 0, 'PK\x03\x04'],
  ['a gzip archive', 0, '\x1f\x8b'],
  ['a RAR archive', 0, 'Rar!'],
  ['a 7-Zip archive', 0, '7z\xbc\xaf\x27\x1c'],
];

/** Main brands of files that are built of the same boxes as MP4, but contain an image or only sound. */
const otherBrands: readonly (readonly [brand: RegExp, kind: string])[] = [
  [/^hei[cmsx]|^hev[cmsx]|^mif1|^msf1/, 'a HEIC image'],
  [/^avi[fs]/, 'an AVIF image'],
  [/^crx /, 'a Canon raw image'],
  [/^M4[ABP] |^F4[AB] /, 'an MPEG-4 sound file'],
];

/**
 * What a file really is, judging by its first bytes (up to {@link recognisedBytes}), worded to fit into a sentence:
 * "a GIF image", "an HTML page"; undefined when it is unknown. The file's name never counts.
 */
export function recognise(head: Uint8Array): string | undefined {
  const text = String.fromCharCode(...head.subarray(0, recognisedBytes));
  const found = signatures.find(([, offset, signature]) => text.startsWith(signature, offset));
  if (found) return found[0];
  if (text.startsWith('ftyp', 4)) return recogniseBrand(text.slice(8, 12));
  if (/^(?:moov|mdat|wide|pnot)/.test(text.slice(4, 8))) return 'a QuickTime video';
  if (/^BM[^]{4}\0{4}/.test(text)) return 'a BMP image';
  if (text.startsWith('G') && text[188] === 'G' && text[376] === 'G') return 'an MPEG transport stream';
  return recogniseText(text);
}

/** The same by the main brand of an `ftyp` box. */
export function recogniseBrand(brand: string): string {
  const other = otherBrands.find(([pattern]) => pattern.test(brand));
  if (other) return other[1];
  return brand === 'qt  ' ? 'a QuickTime video' : 'an MP4 video';
}

function recogniseText(bytes: string): string | undefined {
  const text = bytes.replace(/^\xef\xbb\xbf/, '').trimStart();
  if (/^<!doctype html|^<html|^<head|^<body/i.test(text)) return 'an HTML page';
  if (/^(?:<\?xml[^]*?)?(?:<!--[^]*?-->\s*)?(?:<!doctype svg[^]*?)?<svg[\s>]/i.test(text))
    return 'an SVG image';
  if (text.startsWith('<?xml')) return 'an XML document';
  if (/^\{\s*["}]|^\[\s*[[\]{"\d]/.test(text)) return 'JSON text';
  // eslint-disable-next-line no-control-regex -- control characters are what tells binary from text
  if (text !== '' && !/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text)) return 'text';
  return undefined;
}
