import type { Issue, IssueCode } from '../issues.ts';
import { limits } from '../limits.ts';
import { BoxReader } from './video/boxes.ts';
import type { ByteSource } from './byte-source.ts';
import { readFragmentTicks } from './video/fragments.ts';
import type { FragmentedTrack, MovieBox } from './video/movie-box.ts';
import { readMovieBox } from './video/movie-box.ts';
import { formatBytes, formatNumber } from './quantities.ts';
import { RangeReader } from './range-reader.ts';
import { recognise, recogniseBrand, recognisedBytes } from './recognise.ts';

/**
 * A video's container by its content, its sides in pixels as displayed (pixel shape and rotation are
 * applied), and how long its video track lasts: undefined where only reading much of the file would tell.
 * `byteLength` is there when the source knows its size. Otherwise the issue: VIDEO_FORMAT or VIDEO_UNREADABLE.
 */
export type VideoMeasure =
  | {
      ok: true;
      container: 'mp4' | 'mov';
      width: number;
      height: number;
      seconds: number | undefined;
      byteLength?: number;
    }
  | { ok: false; issue: Issue };

/**
 * What editors and encoders leave over; whether a video this close to a limit is valid is for Kling to decide.
 * Frames are whole, so a video of 8 s may last a few frames longer; H.264 codes in blocks of 16, and some writers
 * leave the 1088 lines of a 1080p video as they are.
 */
const tolerance = { seconds: 0.1, extraLines: 8, ratio: 0.01 } as const;

const plan = { firstRead: 16 * 1024, growth: 1, longestRead: 16 * 1024, maxReads: 128 };

/** What an MP4 or QuickTime file may begin with; before 2001 the latter had no `ftyp`. */
const firstBoxes = ['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot', 'uuid', 'styp', 'sidx', 'moof'];
/** A video that is cut off within one of these is incomplete; anything may follow them. */
const videoBoxes = ['moov', 'mdat', 'moof'];

/**
 * Measures an MP4 or QuickTime video by its content, reading its boxes by ranges (128 reads of 16 kB at most) wherever
 * they are. Bad bytes are an issue, never an exception; rejects only when `source.read` does.
 */
export async function measureVideo(source: ByteSource): Promise<VideoMeasure> {
  const reader = new RangeReader(source, plan);
  const head = await reader.upTo(0, recognisedBytes);
  if (head.length === 0)
    return refuse('VIDEO_UNREADABLE', 'The video is empty (0 bytes); send an MP4 or QuickTime file.');
  const first = String.fromCharCode(...head.subarray(4, 8));
  if (head.length >= 8 && !firstBoxes.includes(first)) return refuseKind(recognise(head));

  const boxes = new BoxReader(reader);
  const { kind, movieBox, hasData, cutOff, seconds } = await scanBoxes(boxes, source.size);
  if (kind !== 'an MP4 video' && kind !== 'a QuickTime video') return refuseKind(kind);
  if (cutOff)
    return refuse('VIDEO_UNREADABLE', 'The video is cut off: its end is missing; send the complete file.');
  if (movieBox === 'unreadable') {
    return refuse(
      'VIDEO_UNREADABLE',
      'The video is damaged or contains only sound: it has no readable video track; export it again.',
    );
  }
  if (!movieBox || !hasData) {
    const missing = movieBox ? 'its media data (the mdat box) is' : 'its index (the moov box) is';
    const reason = boxes.exhausted ? 'is damaged' : 'is cut off or was not completely written';
    return refuse(
      'VIDEO_UNREADABLE',
      `The video ${reason}: ${missing} missing; export it again and send the complete file.`,
    );
  }
  return {
    ok: true,
    container: kind === 'an MP4 video' ? 'mp4' : 'mov',
    width: movieBox.width,
    height: movieBox.height,
    seconds,
    ...(source.size === undefined ? {} : { byteLength: source.size }),
  };
}

interface Scan {
  /** As {@link recogniseBrand} names it. */
  kind: string;
  movieBox: MovieBox | 'unreadable' | undefined;
  hasData: boolean;
  cutOff: boolean;
  seconds: number | undefined;
}

/** Reads the top-level boxes until everything is known: past the video's data, through its fragments if it has any. */
async function scanBoxes(boxes: BoxReader, size: number | undefined): Promise<Scan> {
  const scan: Scan = {
    kind: 'a QuickTime video',
    movieBox: undefined,
    hasData: false,
    cutOff: false,
    seconds: undefined,
  };
  let fragments: FragmentedTrack | undefined;
  let ticks: number | undefined = 0;
  for await (const box of boxes.top()) {
    if (size !== undefined && box.end > size && videoBoxes.includes(box.type))
      return { ...scan, cutOff: true };
    if (box.type === 'ftyp') {
      const brand = await boxes.body(box, 4);
      scan.kind = recogniseBrand(latin1(brand));
    } else if (box.type === 'moov') {
      const movieBox = await readMovieBox(boxes, box);
      scan.movieBox = movieBox ?? 'unreadable';
      scan.seconds = movieBox?.seconds;
      fragments = movieBox?.fragments;
      ticks = fragments?.ticksBefore;
    } else if (box.type === 'moof' && fragments && ticks !== undefined) {
      const more = await readFragmentTicks(boxes, box, fragments);
      ticks = more === undefined ? undefined : ticks + more;
    }
    scan.hasData ||= box.type === 'mdat';
    if (scan.movieBox && scan.hasData && !fragments) return scan;
  }
  if (fragments && ticks && fragments.ticksPerSecond > 0 && !boxes.exhausted) {
    scan.seconds = ticks / fragments.ticksPerSecond;
  }
  return scan;
}

/**
 * Every reason why Kling would refuse a video (docs/kling-api.md, section 3, `element_video_list`); none when it is
 * valid. Tolerated beyond the documented limits: 0.1 s more or less, up to 1088 for the shorter side, 1 % of the ratio.
 * The size in bytes and the duration are checked only where they are known. Rejects only when `source.read` does.
 */
export async function checkVideo(source: ByteSource): Promise<Issue[]> {
  const { maxBytes, minSeconds, maxSeconds, shortSide, ratio } = limits.video;
  const measure = await measureVideo(source);
  const issues = videoTooLarge(source.size, maxBytes);
  if (!measure.ok) return [...issues, measure.issue];

  const { width, height, seconds } = measure;
  issues.push(...wrongDuration(seconds, { minSeconds, maxSeconds }));
  const found = `The video is ${width} × ${height} pixels`;
  const shorter = Math.min(width, height);
  if (shorter < shortSide || shorter > shortSide + tolerance.extraLines) {
    const message = `${found}; it must be 1080p: 1920 × ${shortSide} or ${shortSide} × 1920.`;
    issues.push({ code: 'VIDEO_RESOLUTION', message, limit: shortSide, actual: shorter });
  }
  const actual = Math.max(width, height) / shorter;
  if (Math.abs(actual / ratio - 1) > tolerance.ratio) {
    const message = `${found}; its aspect ratio must be 16:9 or 9:16.`;
    issues.push({ code: 'VIDEO_RATIO', message, limit: ratio, actual });
  }
  return issues;
}

/** VIDEO_TOO_LARGE if the size is known and above the limit. */
export function videoTooLarge(size: number | undefined, maxBytes: number): Issue[] {
  if (size === undefined || size <= maxBytes) return [];
  const message = `The video is ${formatBytes(size)}, but may be at most ${formatBytes(maxBytes)}.`;
  return [{ code: 'VIDEO_TOO_LARGE', message, limit: maxBytes, actual: size }];
}

/** VIDEO_DURATION if the duration is known and more than 0.1 s outside the limits. */
export function wrongDuration(
  seconds: number | undefined,
  { minSeconds, maxSeconds }: { readonly minSeconds: number; readonly maxSeconds: number },
): Issue[] {
  const beyond = tolerance.seconds + Number.EPSILON * maxSeconds;
  if (seconds === undefined || (seconds >= minSeconds - beyond && seconds <= maxSeconds + beyond)) return [];
  const message = `The video is ${formatNumber(seconds)} seconds long; ${minSeconds} to ${maxSeconds} seconds are allowed.`;
  const limit = seconds < minSeconds ? minSeconds : maxSeconds;
  return [{ code: 'VIDEO_DURATION', message, limit, actual: seconds }];
}

function latin1(view: DataView): string {
  return String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
}

function refuseKind(kind: string | undefined): VideoMeasure {
  const message = `The file is ${kind ?? 'of an unknown type'}; it must be an MP4 or QuickTime (MOV) video.`;
  return refuse('VIDEO_FORMAT', message);
}

function refuse(code: IssueCode, message: string): VideoMeasure {
  return { ok: false, issue: { code, message } };
}
