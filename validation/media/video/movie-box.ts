import type { Box, BoxReader } from './boxes.ts';

/** What a movie box (`moov`) says about the video. */
export interface MovieBox {
  /** The sides in pixels as displayed: pixel shape and rotation are applied. */
  readonly width: number;
  readonly height: number;
  /** Undefined when it is elsewhere (see `fragments`) or nowhere. */
  readonly seconds: number | undefined;
  /** Present when the video continues in fragments (`moof`) whose durations have to be added up. */
  readonly fragments: FragmentedTrack | undefined;
}

/** What is needed to add up a track's fragments. Durations are in ticks, `ticksPerSecond` of them a second. */
export interface FragmentedTrack {
  readonly id: number;
  readonly ticksPerSecond: number;
  readonly defaultSampleTicks: number;
  /** What of the track is not in fragments. */
  readonly ticksBefore: number;
}

interface Track {
  readonly box: Box;
  readonly id: number;
  readonly enabled: boolean;
  readonly width: number;
  readonly height: number;
  /** In ticks of the movie header's clock. */
  readonly duration: number;
}

interface Clock {
  readonly ticksPerSecond: number;
  /** 0 when unknown. */
  readonly duration: number;
}

const maxTimeEntries = 4096;

/** Reads a `moov` box; undefined when it is damaged or contains no video track. */
export async function readMovieBox(boxes: BoxReader, moov: Box): Promise<MovieBox | undefined> {
  const movieClock = await readClock(boxes, moov, 'mvhd');
  const tracks: Track[] = [];
  for await (const box of boxes.inside(moov)) {
    const track = box.type === 'trak' ? await readVideoTrack(boxes, box) : undefined;
    if (track) tracks.push(track);
  }
  // Of several, a player shows an enabled one; a cover or a preview in the same file is smaller.
  const rank = (track: Track): number => (track.enabled ? 2 ** 33 : 0) + track.width * track.height;
  const [track] = tracks.sort((one, other) => rank(other) - rank(one));
  if (!track) return undefined;

  const { width, height } = track;
  const media = await boxes.find(track.box, 'mdia');
  const trackClock = media && (await readClock(boxes, media, 'mdhd'));
  const extension = await boxes.find(moov, 'mvex');
  if (!extension) {
    const seconds = inSeconds(track.duration, movieClock) ?? inSeconds(trackClock?.duration, trackClock);
    return { width, height, seconds, fragments: undefined };
  }
  const seconds = inSeconds(await readExtendedDuration(boxes, extension), movieClock);
  if (seconds !== undefined || !trackClock) return { width, height, seconds, fragments: undefined };
  const defaultSampleTicks = await readDefaultSampleTicks(boxes, extension, track.id);
  const ticksBefore = await readSampleTicks(boxes, media);
  if (ticksBefore === undefined) return { width, height, seconds, fragments: undefined };
  const { ticksPerSecond } = trackClock;
  return {
    width,
    height,
    seconds,
    fragments: { id: track.id, ticksPerSecond, defaultSampleTicks, ticksBefore },
  };
}

async function readVideoTrack(boxes: BoxReader, box: Box): Promise<Track | undefined> {
  const handler = await boxes.find(box, 'mdia', 'hdlr');
  const header = await boxes.find(box, 'tkhd');
  if (!handler || !header || typeAt(await boxes.body(handler, 12), 8) !== 'vide') return undefined;
  const view = await boxes.body(header, 96);
  const wide = view.byteLength > 0 && view.getUint8(0) === 1;
  if (view.byteLength < (wide ? 96 : 84)) return undefined;
  const matrix = wide ? 52 : 40;
  // 16.16 fixed-point numbers: the display size before the matrix is applied.
  let width = Math.round(view.getUint32(matrix + 36) / 65536);
  let height = Math.round(view.getUint32(matrix + 40) / 65536);
  if (width === 0 || height === 0) [width, height] = await readCodedSize(boxes, box);
  if (width === 0 || height === 0) return undefined;
  // The matrix is a b u c d v x y w; turned by 90° or 270°, b and c outweigh a and d.
  const side = (index: number): number => Math.abs(view.getInt32(matrix + index * 4));
  if (side(1) + side(3) > side(0) + side(4)) [width, height] = [height, width];
  return {
    box,
    id: view.getUint32(wide ? 20 : 12),
    enabled: (view.getUint32(0) & 1) === 1,
    width,
    height,
    duration: durationAt(view, wide ? 28 : 20, wide),
  };
}

/** The sides of the first sample description, for tracks that name no display size. */
async function readCodedSize(boxes: BoxReader, track: Box): Promise<[number, number]> {
  const descriptions = await boxes.find(track, 'mdia', 'minf', 'stbl', 'stsd');
  const view = descriptions && (await boxes.body(descriptions, 44));
  return view?.byteLength === 44 ? [view.getUint16(40), view.getUint16(42)] : [0, 0];
}

/** `mvhd` and `mdhd` begin alike: times, ticks a second, duration. */
async function readClock(boxes: BoxReader, parent: Box, type: string): Promise<Clock | undefined> {
  const header = await boxes.find(parent, type);
  const view = header && (await boxes.body(header, 32));
  if (!view || view.byteLength < 20) return undefined;
  const wide = view.getUint8(0) === 1;
  if (wide && view.byteLength < 32) return undefined;
  return { ticksPerSecond: view.getUint32(wide ? 20 : 12), duration: durationAt(view, wide ? 24 : 16, wide) };
}

async function readExtendedDuration(boxes: BoxReader, extension: Box): Promise<number> {
  const header = await boxes.find(extension, 'mehd');
  const view = header && (await boxes.body(header, 12));
  if (!view || view.byteLength < 8) return 0;
  const wide = view.getUint8(0) === 1;
  return wide && view.byteLength < 12 ? 0 : durationAt(view, 4, wide);
}

async function readDefaultSampleTicks(boxes: BoxReader, extension: Box, track: number): Promise<number> {
  for await (const box of boxes.inside(extension)) {
    if (box.type !== 'trex') continue;
    const view = await boxes.body(box, 16);
    if (view.byteLength === 16 && view.getUint32(4) === track) return view.getUint32(12);
  }
  return 0;
}

/** What the `stts` table adds up to; undefined when it is damaged or too long to be worth it. */
async function readSampleTicks(boxes: BoxReader, media: Box): Promise<number | undefined> {
  const table = await boxes.find(media, 'minf', 'stbl', 'stts');
  const head = table && (await boxes.body(table, 8));
  if (!table || head?.byteLength !== 8) return undefined;
  const entries = head.getUint32(4);
  if (entries > maxTimeEntries) return undefined;
  const view = await boxes.body(table, entries * 8, 8);
  if (view.byteLength < entries * 8) return undefined;
  let ticks = 0;
  for (let at = 0; at < entries * 8; at += 8) ticks += view.getUint32(at) * view.getUint32(at + 4);
  return ticks;
}

/** All ones mean "unknown", as 0 does. */
function durationAt(view: DataView, at: number, wide: boolean): number {
  if (!wide) return view.getUint32(at) === 0xffffffff ? 0 : view.getUint32(at);
  const duration = view.getBigUint64(at);
  return duration === 0xffffffffffffffffn ? 0 : Number(duration);
}

function inSeconds(ticks: number | undefined, clock: Clock | undefined): number | undefined {
  return ticks && clock?.ticksPerSecond ? ticks / clock.ticksPerSecond : undefined;
}

function typeAt(view: DataView, at: number): string {
  if (view.byteLength < at + 4) return '';
  return String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at, 4));
}
