/** What one burst took. */
export interface Burst {
  /** From the first change until the last one is durable. */
  readonly ms: number;
  /** Of that, until all were handed over: the caller's own time, in one turn of the event loop. */
  readonly handingOverMs: number;
  /** The longest turn of the event loop after that. */
  readonly stallMs: number;
  readonly cpuMs: number;
}

export interface Bursts {
  /** `synchronous`: 2 is FULL. */
  readonly durability: { readonly journal: string; readonly synchronous: number };
  readonly submitted: Burst;
  readonly processing: Burst;
  readonly succeed: Burst;
}
