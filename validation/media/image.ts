import type { Issue, IssueCode } from '../issues.ts';
import { limits } from '../limits.ts';
import type { ByteSource } from './byte-source.ts';
import { hasEndMark } from './end-mark.ts';
import { jpegEnd, readJpegHeader } from './jpeg.ts';
import { pngEnd, readPngHeader } from './png.ts';
import { formatBytes } from './quantities.ts';
import { RangeReader } from './range-reader.ts';
import { recognise, recognisedBytes } from './recognise.ts';

/**
 * An image's format by its content, and its sides in pixels as displayed (a JPEG's EXIF orientation is applied).
 * `byteLength` is there when the source knows its size. Otherwise the issue: IMAGE_FORMAT or IMAGE_UNREADABLE.
 */
export type ImageMeasure =
  | { ok: true; format: 'jpg' | 'png'; width: number; height: number; byteLength?: number }
  | { ok: false; issue: Issue };

/** Enough for an EXIF preview at once; then in growing steps for headers up to about the 10 MB that a file may have. */
const plan = { firstRead: 32 * 1024, growth: 2, longestRead: 1024 * 1024, maxReads: 24 };

const formats = {
  jpg: { name: 'JPEG', readHeader: readJpegHeader, end: jpegEnd },
  png: { name: 'PNG', readHeader: readPngHeader, end: pngEnd },
} as const;

/**
 * Measures a JPEG or PNG by its content, reading its header only, and some of its end to see that it is whole
 * (where the source knows its size, up to the size that Kling accepts). Bad bytes are an issue, never an exception;
 * rejects only when `source.read` does.
 */
export async function measureImage(source: ByteSource): Promise<ImageMeasure> {
  const reader = new RangeReader(source, plan);
  const head = await reader.upTo(0, recognisedBytes);
  if (head.length === 0)
    return refuse('IMAGE_UNREADABLE', 'The image is empty (0 bytes); send a JPEG or PNG.');
  const format = formatOf(head);
  if (!format) {
    const kind = recognise(head) ?? 'of an unknown type';
    return refuse('IMAGE_FORMAT', `The file is ${kind}; it must be a JPEG or PNG image.`);
  }
  const { name, readHeader, end } = formats[format];
  const parsed = await readHeader(reader);
  if (!parsed.ok)
    return refuse('IMAGE_UNREADABLE', `The ${name} image ${parsed.reason}; send the complete file.`);
  const { width, height, dataFrom } = parsed.header;
  const { size } = source;
  if (size === undefined) return { ok: true, format, width, height };
  if (size <= limits.image.maxBytes && !(await hasEndMark(reader, size, dataFrom, end))) {
    return refuse(
      'IMAGE_UNREADABLE',
      `The ${name} image is cut off: its end is missing; send the complete file.`,
    );
  }
  return { ok: true, format, width, height, byteLength: size };
}

/**
 * Every reason why Kling would refuse an image (docs/kling-api.md, section 3, "each image"); none when it is valid.
 * The image's size in bytes is checked only where the source knows it. Rejects only when `source.read` does.
 */
export async function checkImage(source: ByteSource): Promise<Issue[]> {
  const { maxBytes, minSide, maxRatio } = limits.image;
  const issues: Issue[] = [];
  if ((source.size ?? source.atLeast ?? 0) > maxBytes) {
    const size = source.size === undefined ? 'larger' : formatBytes(source.size);
    const message = `The image is ${size}, but may be at most ${formatBytes(maxBytes)}.`;
    issues.push({ code: 'IMAGE_TOO_LARGE', message, limit: maxBytes, actual: source.size });
  }
  const measure = await measureImage(source);
  if (!measure.ok) return [...issues, measure.issue];

  const { width, height } = measure;
  const found = `The image is ${width} × ${height} pixels`;
  const shorter = Math.min(width, height);
  if (shorter < minSide) {
    const message = `${found}; each side must be at least ${minSide} pixels long.`;
    issues.push({ code: 'IMAGE_TOO_SMALL', message, limit: minSide, actual: shorter });
  }
  const ratio = Math.max(width, height) / shorter;
  if (ratio > maxRatio) {
    const message = `${found}; the longer side may be at most ${maxRatio} times the shorter.`;
    issues.push({ code: 'IMAGE_RATIO', message, limit: maxRatio, actual: ratio });
  }
  return issues;
}

/** By the first bytes alone, however few of them there are: a file that was cut off early is still what it is. */
function formatOf(head: Uint8Array): 'jpg' | 'png' | undefined {
  if (head[0] === 0xff && head[1] === 0xd8) return 'jpg';
  return recognise(head) === 'a PNG image' ? 'png' : undefined;
}

function refuse(code: IssueCode, message: string): ImageMeasure {
  return { ok: false, issue: { code, message } };
}
