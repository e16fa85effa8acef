import { sampleInput } from '@kling-elements/gateway/testing/samples';
import { TaskHarness } from '@kling-elements/gateway/testing/tasks';
import type { TaskStatus } from '@kling-elements/validation';

import { SeededRandom } from '../../harness/seeded-random.ts';

/** A task takes so long, evenly spread, in milliseconds: what image elements take. */
export const taskMs = { least: 5000, most: 120_000 };
export const clients = 5;
/** Until as many tasks of each age are there as there will be, in simulated milliseconds; and then what is measured. */
const warmUpMs = 120_000;
export const measuredMs = 180_000;
/** Simulated time goes on in steps of this, and delays are as exact. */
const stepMs = 50;

export interface Simulated {
  /** Calls that read at Kling, a minute. */
  readonly callsPerMinute: number;
  /** From each change at Kling until each client was told, in seconds. */
  readonly delays: readonly number[];
  /** Tasks that ended at Kling more than a minute before the end, and of which nobody was told. */
  readonly undelivered: number;
}

/** In simulated milliseconds. */
const lateMs = 60_000;

interface Change {
  readonly id: string;
  readonly status: TaskStatus;
}

/**
 * So many unfinished tasks at any time: as one ends, another is made. All are made through the gateway, none is called
 * back about, and each is watched by some clients from its beginning to its end.
 */
export async function simulate(tasks: number): Promise<Simulated> {
  const gateway = await TaskHarness.make();
  const { clock, kling } = gateway;
  const random = new SeededRandom(tasks);
  const due = new Map<number, Change[]>();
  const changedAt = new Map<string, number>();
  /** What has ended, until its clients are told. */
  const endedAt = new Map<string, number>();
  const delays: number[] = [];
  const began = clock.now();
  let made = 0;
  let isMeasured = false;
  await gateway.tasks.start();

  const watch = async (id: string) => {
    for await (const { status } of gateway.tasks.subscribe(id)) {
      const at = changedAt.get(`${id} ${status}`);
      if (status === 'SUCCEEDED') endedAt.delete(id);
      if (isMeasured && at !== undefined) delays.push((clock.now() - at) / 1000);
    }
  };
  const put = (afterMs: number, change: Change) => {
    const at = Math.ceil((clock.now() + afterMs - began) / stepMs);
    due.set(at, [...(due.get(at) ?? []), change]);
  };
  /** @param share of its time that is over already: at the beginning tasks of all ages are there */
  const make = async (share: number) => {
    made += 1;
    const { task } = await gateway.tasks.createElement(sampleInput({ externalId: `look-${made}` }), null);
    const lasts = (taskMs.least + random.next() * (taskMs.most - taskMs.least)) * (1 - share);
    put(lasts / 3, { id: task.id, status: 'PROCESSING' });
    put(lasts, { id: task.id, status: 'SUCCEEDED' });
    for (let client = 0; client < clients; client += 1) void watch(task.id);
  };

  await Promise.all(Array.from({ length: tasks }, () => make(random.next())));
  const reads = () => kling.count('task') + kling.count('tasks');
  let readsBefore = 0;
  const steps = (warmUpMs + measuredMs) / stepMs;
  for (let step = 1; step <= steps; step += 1) {
    if (step === warmUpMs / stepMs) {
      isMeasured = true;
      readsBefore = reads();
    }
    for (const { id, status } of due.get(step) ?? []) {
      kling.move(id, { status });
      changedAt.set(`${id} ${status}`, clock.now());
      if (status !== 'SUCCEEDED') continue;
      endedAt.set(id, clock.now());
      void make(0);
    }
    due.delete(step);
    await clock.advance(stepMs);
  }
  const undelivered = [...endedAt.values()].filter((at) => at < clock.now() - lateMs).length;
  const callsPerMinute = (reads() - readsBefore) / (measuredMs / 60_000);
  isMeasured = false;
  await gateway.remove();
  return { callsPerMinute, delays, undelivered };
}
