import { setTimeout as pause } from 'node:timers/promises';

/** Slices of a spread, at most. */
const mostSlices = 10;

/**
 * Does all, in slices spread evenly over a time, so that not everybody comes back at once. The first slice is done
 * before this returns.
 *
 * @param overMs milliseconds from the first to the end
 */
export async function staggered(
  all: readonly (() => void)[],
  overMs: number,
  wait: (milliseconds: number) => Promise<unknown> = (milliseconds) =>
    pause(milliseconds, undefined, { ref: false }),
): Promise<void> {
  const slices = Math.min(mostSlices, all.length);
  for (let slice = 0; slice < slices; slice += 1) {
    if (slice > 0) await wait(overMs / slices);
    const from = Math.floor((slice * all.length) / slices);
    for (const one of all.slice(from, Math.floor(((slice + 1) * all.length) / slices))) one();
  }
}
