import type { Box, BoxReader } from './boxes.ts';
import type { FragmentedTrack } from './movie-box.ts';

const maxSamples = 4096;

const hasBaseOffset = 0x1;
const hasDescription = 0x2;
const hasDefaultTicks = 0x8;

const hasDataOffset = 0x1;
const hasFirstFlags = 0x4;
const hasTicks = 0x100;
const sampleFields = [0x100, 0x200, 0x400, 0x800];

/** How long a fragment (`moof`) lasts, in the track's ticks; undefined when it does not say or is damaged. */
export async function readFragmentTicks(
  boxes: BoxReader,
  moof: Box,
  track: FragmentedTrack,
): Promise<number | undefined> {
  let ticks = 0;
  for await (const part of boxes.inside(moof)) {
    if (part.type !== 'traf') continue;
    const header = await boxes.find(part, 'tfhd');
    const view = header && (await boxes.body(header, 24));
    if (!view || view.byteLength < 8) return undefined;
    if (view.getUint32(4) !== track.id) continue;
    const flags = view.getUint32(0);
    const at = 8 + (flags & hasBaseOffset ? 8 : 0) + (flags & hasDescription ? 4 : 0);
    if (flags & hasDefaultTicks && view.byteLength < at + 4) return undefined;
    const sampleTicks = flags & hasDefaultTicks ? view.getUint32(at) : track.defaultSampleTicks;
    for await (const run of boxes.inside(part)) {
      const runTicks = run.type === 'trun' ? await readRunTicks(boxes, run, sampleTicks) : 0;
      if (runTicks === undefined) return undefined;
      ticks += runTicks;
    }
  }
  return ticks;
}

async function readRunTicks(boxes: BoxReader, run: Box, sampleTicks: number): Promise<number | undefined> {
  const head = await boxes.body(run, 8);
  if (head.byteLength < 8) return undefined;
  const flags = head.getUint32(0);
  const samples = head.getUint32(4);
  if (!(flags & hasTicks)) return sampleTicks === 0 ? undefined : samples * sampleTicks;
  if (samples > maxSamples) return undefined;
  const stride = 4 * sampleFields.filter((field) => flags & field).length;
  const from = 8 + (flags & hasDataOffset ? 4 : 0) + (flags & hasFirstFlags ? 4 : 0);
  const view = await boxes.body(run, samples * stride, from);
  if (view.byteLength < samples * stride) return undefined;
  let ticks = 0;
  for (let at = 0; at < view.byteLength; at += stride) ticks += view.getUint32(at);
  return ticks;
}
