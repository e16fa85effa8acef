import { setTimeout as pause } from 'node:timers/promises';

import type { Program } from '../measure/program.ts';

const restMs = 40;
/** What the timers of an idle process may use in that time. */
const atRestMs = 0.5;

/** Resolves once a server has next to nothing to do. */
export async function untilIdle(program: Program): Promise<void> {
  let before = -Infinity;
  for (let now = program.preciseCpuMs(); now - before > atRestMs; now = program.preciseCpuMs()) {
    before = now;
    await pause(restMs);
  }
}
