/** What one burst took. Times are milliseconds. */
export interface Burst {
  /** From the first change until the last one is acknowledged, and so durable. */
  readonly ms: number;
  /** Of that, until all were handed over: the caller's own time, in one turn of the event loop. */
  readonly handingOverMs: number;
  /** The longest turn of the event loop after that: in wall-clock time, and in the thread's own CPU time. */
  readonly stallMs: number;
  readonly stallCpuMs: number;
  readonly cpuMs: number;
  /** The number of flushes of the disk. */
  readonly flushes: number;
  /** The number of changes acknowledged before the end of the first flush. */
  readonly tooSoon: number;
}

export const kinds = ['submitted', 'processing', 'succeed'] as const;
/** By the status to which all tasks change, as Kling writes it. */
export type Bursts = Readonly<Record<(typeof kinds)[number], Burst>>;
