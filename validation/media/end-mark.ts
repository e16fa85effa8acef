import type { ByteSource } from './byte-source.ts';

const firstSpan = 4096;
const longestSpan = 1024 * 1024;

/**
 * Whether `mark`, which ends a whole file of its format, occurs anywhere between `from` and the end (`size`).
 * Searches backwards from the end, because the mark is usually there. What programs append after it (the video of a
 * phone's live photo, zero padding) is tolerated. Reads every byte once at most.
 */
export async function hasEndMark(
  source: ByteSource,
  size: number,
  from: number,
  mark: Uint8Array,
): Promise<boolean> {
  let end = size;
  let span = firstSpan;
  let following = new Uint8Array();
  while (end > from) {
    const start = Math.max(from, end - span);
    const bytes = await source.read(start, end - start);
    const joined = new Uint8Array(bytes.length + following.length);
    joined.set(bytes);
    joined.set(following, bytes.length);
    if (contains(joined, mark)) return true;
    following = joined.slice(0, mark.length - 1);
    end = start;
    span = Math.min(span * 8, longestSpan);
  }
  return false;
}

function contains(bytes: Uint8Array, mark: Uint8Array): boolean {
  for (let at = 0; at <= bytes.length - mark.length; at += 1) {
    let same = 0;
    while (same < mark.length && bytes[at + same] === mark[same]) same += 1;
    if (same === mark.length) return true;
  }
  return false;
}
