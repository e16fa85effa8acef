import { sampleInput } from '@kling-elements/gateway/testing/samples';
import { TaskHarness } from '@kling-elements/gateway/testing/tasks';
import type { TaskStatus } from '@kling-elements/validation';

import { SeededRandom } from '../../harness/seeded-random.ts';

/** How long a task takes, evenly distributed, in milliseconds: what image elements take. */
export const taskMs = { min: 5000, max: 120_000 };
export const clients = 5;
/** Simulated milliseconds until the distribution of the tasks' ages is stable, and then those that are measured. */
const warmUpMs = 120_000;
export const measuredMs = 180_000;
/** The step of the simulated time, and the precision of the delays. */
const stepMs = 50;

export interface Simulated {
  /** Calls that read from Kling, per minute. */
  readonly callsPerMinute: number;
  /** From each change at Kling until each client received it, in seconds. */
  readonly delays: readonly number[];
  /** Tasks that ended at Kling more than a minute before the simulation did, without any client receiving it. */
  readonly undelivered: number;
}

/** In simulated milliseconds. */
const lateMs = 60_000;

interface Change {
  readonly id: string;
  readonly status: TaskStatus;
}

/**
 * Keeps the number of unfinished tasks constant: when one ends, another is created. All are created through the gateway,
 * there are no callbacks, and each has some subscribers from start to end.
 */
export async function simulate(tasks: number): Promise<Simulated> {
  const gateway = await TaskHarness.make();
  const { clock, kling } = gateway;
  const random = new SeededRandom(tasks);
  const due = new Map<number, Change[]>();
  const changedAt = new Map<string, number>();
  /** Tasks that have ended, until their clients receive it. */
  const endedAt = new Map<string, number>();
  const delays: number[] = [];
  const began = clock.now();
  let created = 0;
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
  /** @param share of its time that has already passed: at the start, there are tasks of all ages */
  const create = async (share: number) => {
    created += 1;
    const { task } = await gateway.tasks.createElement(sampleInput({ externalId: `poll-${created}` }), null);
    const lasts = (taskMs.min + random.next() * (taskMs.max - taskMs.min)) * (1 - share);
    put(lasts / 3, { id: task.id, status: 'PROCESSING' });
    put(lasts, { id: task.id, status: 'SUCCEEDED' });
    for (let client = 0; client < clients; client += 1) void watch(task.id);
  };

  await Promise.all(Array.from({ length: tasks }, () => create(random.next())));
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
      void create(0);
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
