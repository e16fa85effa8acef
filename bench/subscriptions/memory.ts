import { setTimeout as pause } from 'node:timers/promises';

import type { Audience } from '../fan-out/audience.ts';
import type { Program } from '../measure/program.ts';
import { gather, type MeasuredServer } from './measured-servers.ts';

/** The memory of each idle subscriber, in kB. */
export interface SubscriberMemory {
  /** Resident memory of the process. */
  readonly resident: number;
  /** Memory in use: V8's heap and external memory. */
  readonly live: number;
}

interface UsedMemory {
  readonly residentKB: number;
  readonly liveKB: number;
}

/** Memory after a garbage collection. */
async function usedMemory(program: Program): Promise<UsedMemory> {
  const before = program.output().length;
  process.kill(program.pid, 'SIGUSR2');
  for (;;) {
    const [, report] = /^heap (.*)$/m.exec(program.output().slice(before)) ?? [];
    if (report !== undefined) {
      const { heapUsed, external } = JSON.parse(report) as { heapUsed: number; external: number };
      return { residentKB: program.memoryMB().now * 1024, liveKB: (heapUsed + external) / 1024 };
    }
    await pause(10);
  }
}

/** @returns the audience, too, which stays subscribed */
export async function measureMemory(
  seat: MeasuredServer,
  subscribers: number,
  changes: number,
): Promise<{ readonly memory: SubscriberMemory; readonly audience: Audience }> {
  const { program } = seat.server;
  const before = await usedMemory(program);
  const audience = await gather(seat, subscribers, { tasks: 1, changes });
  const after = await usedMemory(program);
  return {
    memory: {
      resident: (after.residentKB - before.residentKB) / subscribers,
      live: (after.liveKB - before.liveKB) / subscribers,
    },
    audience,
  };
}
