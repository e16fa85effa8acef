// Writes bursts of changes to the embedded ledger and prints on one line of JSON what each took. Argument: the number
// of changes. The ledger is in its working folder.
import { fdatasync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';

import { openSqliteLedger } from '@kling-elements/gateway/ledger/sqlite';

import { upstreamTask } from '../measure/ledger.ts';
import { idsOf, taskRange } from '../measure/upstream.ts';
import { type Burst, type Bursts, kinds } from './bursts.ts';

const ids = idsOf(taskRange(Number(process.argv[2])));

const updatesTo = (status: string) => ids.map((id) => ({ task: upstreamTask(id, status), confirmed: true }));

/** The longest turn of the event loop until the signal: in wall-clock time, and in the thread's own CPU time. */
async function longestTurn(signal: AbortSignal): Promise<{ ms: number; cpuMs: number }> {
  const workedMs = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  let [ms, cpuMs] = [0, 0];
  for (let [at, worked] = [performance.now(), workedMs()]; !signal.aborted;) {
    await turn();
    const [now, workedNow] = [performance.now(), workedMs()];
    ms = Math.max(ms, now - at);
    cpuMs = Math.max(cpuMs, workedNow - worked);
    [at, worked] = [now, workedNow];
  }
  return { ms, cpuMs };
}

let flushes = 0;
const flush = promisify(fdatasync);
const ledger = await openSqliteLedger(process.cwd(), async (file) => {
  await flush(file);
  flushes += 1;
});

/** Hands over all changes in one turn of the event loop, as if they arrived together. */
async function burst(status: string): Promise<Burst> {
  const updates = updatesTo(status);
  await turn();
  flushes = 0;
  let tooSoon = 0;
  const cpu = process.cpuUsage();
  const began = performance.now();
  const writing = updates.map((one) => ledger.record(one, 1));
  const handingOverMs = performance.now() - began;
  const turns = new AbortController();
  const longest = longestTurn(turns.signal);
  await Promise.all(
    writing.map(async (one) => {
      await one;
      if (flushes === 0) tooSoon += 1;
    }),
  );
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  turns.abort();
  const stall = await longest;
  return {
    ms,
    handingOverMs,
    stallMs: stall.ms,
    stallCpuMs: stall.cpuMs,
    cpuMs: (user + system) / 1000,
    flushes,
    tooSoon,
  };
}

const bursts: Partial<Record<keyof Bursts, Burst>> = {};
for (const kind of kinds) bursts[kind] = await burst(kind);
const last = await ledger.find(ids.at(-1) ?? '');
await ledger.close();
if (last?.version !== kinds.length) throw new Error('Not every change was written.');
process.stdout.write(`${JSON.stringify(bursts)}\n`);
