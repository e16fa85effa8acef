import { Buffer } from 'node:buffer';

import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { recognise } from './recognise.ts';

const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

test.each([
  ['\xff\xd8\xff\xe0', 'a JPEG image'],
  ['\x89PNG\r\n\x1a\n', 'a PNG image'],
  ['GIF89a', 'a GIF image'],
  ['RIFF\x24\0\0\0WEBPVP8 ', 'a WebP image'],
  ['RIFF\x24\0\0\0AVI LIST', 'an AVI video'],
  ['BM\x36\x10\x0e\0\0\0\0\0\x36', 'a BMP image'],
  ['II*\0\x08', 'a TIFF image'],
  ['\0\0\0\x18ftypheic\0\0\0\0', 'a HEIC image'],
  ['\0\0\0\x1cftypavif\0\0\0\0', 'an AVIF image'],
  ['\0\0\0\x1cftypM4A \0\0\0\0', 'an MPEG-4 sound file'],
  ['\0\0\0\x1cftypisom\0\0\0\0', 'an MP4 video'],
  ['\0\0\0\x14ftypqt  \0\0\0\0', 'a QuickTime video'],
  ['\0\0\0\x08wide\0\0\0\0mdat', 'a QuickTime video'],
  ['\x1aE\xdf\xa3\x9f', 'a Matroska or WebM video'],
  [`G${'\0'.repeat(187)}G${'\0'.repeat(187)}G`, 'an MPEG transport stream'],
  ['%PDF-1.7', 'a PDF'],
  ['PK\x03\x04\x14', 'a ZIP archive'],
  ['<!DOCTYPE html><html>', 'an HTML page'],
  ['\xef\xbb\xbf\n <html lang="en">', 'an HTML page'],
  ['<?xml version="1.0"?>\n<!-- a --><svg xmlns="…">', 'an SVG image'],
  ['<svg width="1">', 'an SVG image'],
  ['<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', 'an XML document'],
  ['{"error":"not found"}', 'JSON text'],
  ['[{"a":1}]', 'JSON text'],
  ['Not Found', 'text'],
  ['iVBORw0KGgo', 'text'],
  ['', undefined],
  ['\x01\x02\x03\x04', undefined],
])('a file that begins with %j is recognised as %s', (head, kind) => {
  expect(recognise(latin1(head))).toBe(kind);
});

test('any bytes can be passed to recognise', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      expect(['string', 'undefined']).toContain(typeof recognise(bytes));
    }),
  );
});
