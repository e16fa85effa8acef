/** What one burst took. Times are milliseconds. */
export interface Burst {
  /** From the first change until the last one is acknowledged: durable. */
  readonly ms: number;
  /** Of that, until all were handed over: the caller's own time, in one turn of the event loop. */
  readonly handingOverMs: number;
  /** The longest turn of the event loop after that: on the clock, and what the thread worked in such a turn at most. */
  readonly stallMs: number;
  readonly stallCpuMs: number;
  readonly cpuMs: number;
  /** How often the disk was made to keep what was written. */
  readonly flushes: number;
  /** How many changes were acknowledged before the first of those was over. */
  readonly tooSoon: number;
}

export const kinds = ['submitted', 'processing', 'succeed'] as const;
/** By the status that all tasks change to, as Kling writes it. */
export type Bursts = Readonly<Record<(typeof kinds)[number], Burst>>;
