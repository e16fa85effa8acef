import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** Linux counts CPU time in hundredths of a second. */
const tickMs = 10;

interface Stat {
  readonly parent: number;
  readonly cpuMs: number;
}

function statOf(pid: number): Stat {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { parent: Number(fields[1]), cpuMs: (Number(fields[11]) + Number(fields[12])) * tickMs };
}

/** A process and its descendants. */
function treeOf(pid: number): readonly (readonly [pid: number, stat: Stat])[] {
  const stats = new Map(
    readdirSync('/proc').flatMap((name) => {
      try {
        return /^\d+$/.test(name) ? [[Number(name), statOf(Number(name))] as const] : [];
      } catch {
        // It has ended.
        return [];
      }
    }),
  );
  const isOfTree = (one: number | undefined): boolean =>
    one === pid || (one !== undefined && one > 1 && isOfTree(stats.get(one)?.parent));
  return [...stats].filter(([one]) => isOfTree(one));
}

/**
 * The CPU time that a process and its descendants have used so far, including the system's on their behalf, in
 * milliseconds.
 */
export function cpuMs(pid: number): number {
  return treeOf(pid).reduce((sum, [, stat]) => sum + stat.cpuMs, 0);
}

/** The same to the nanosecond, for what takes a few milliseconds; without threads that have ended. */
export function preciseCpuMs(pid: number): number {
  return treeOf(pid).reduce((sum, [one]) => sum + threadsNs(one) / 1e6, 0);
}

function threadsNs(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  return threads.reduce((sum, thread) => {
    const [ran] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
    return sum + Number(ran);
  }, 0);
}

/** Forgets the highest memory use so far. */
export function resetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** Resident memory in MB: now, and the highest since the process started or the last {@link resetPeak}. */
export interface Memory {
  readonly now: number;
  readonly peak: number;
}

export function residentMB(pid: number): Memory {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kB = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
  return { now: kB('VmRSS') / 1024, peak: kB('VmHWM') / 1024 };
}
