import {
  type AnswerFault,
  type FaultInput,
  type FaultOf,
  faultSchema,
  type SandboxFault,
} from './fault-schema.ts';
import type { Operation } from '../http/operations.ts';
import { drawFor } from '../random.ts';
import type { WireStatus } from '../account/store.ts';

interface Waiting {
  readonly fault: SandboxFault;
  toSkip: number;
  /** How many more times it applies. */
  left: number;
}

/**
 * The requested faults. Those without a probability apply first, in the order in which they were added.
 * Whether one with a probability applies depends on the seed, on the subject of the call (`key`: the external ID of
 * a create, else the path) and on how often it came before: so runs can be repeated, however their calls interleave.
 */
export class Faults {
  readonly #seed: number;
  readonly #counts = new Map<string, number>();
  #waiting: Waiting[] = [];

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** @throws ZodError when one of them is not a fault; then none is added */
  add(...inputs: readonly FaultInput[]): void {
    const faults = inputs.map((input) => faultSchema.parse(input));
    for (const fault of faults) {
      const left = fault.times ?? (fault.probability === undefined ? 1 : Infinity);
      this.#waiting.push({ fault, toSkip: fault.skip, left });
    }
  }

  clear(): void {
    this.#waiting = [];
    this.#counts.clear();
  }

  /** The faults that can still apply. */
  get list(): readonly SandboxFault[] {
    return this.#waiting.map(({ fault }) => fault);
  }

  forAnswer(operation: Operation, key: string): AnswerFault | undefined {
    const kinds = ['lost-answer', 'no-answer', 'error', 'html'] as const;
    return this.#pick(kinds, `${operation} ${key}`, ({ on }) => on?.includes(operation) !== false);
  }

  delay(operation: Operation, key: string): FaultOf<'delay'> | undefined {
    return this.#pick(['delay'], `delay ${operation} ${key}`, ({ on }) => on?.includes(operation) !== false);
  }

  /** The reason why a new task is to fail. */
  forTask(operation: 'create' | 'createVoice' | 'generate', externalId: string): string | undefined {
    const fits = ({ on }: FaultOf<'failed-task'>) => on?.includes(operation) !== false;
    return this.#pick(['failed-task'], `task ${externalId}`, fits)?.message;
  }

  forCallback(status: WireStatus, key: string): FaultOf<'callback'> | undefined {
    const isFinal = status === 'succeed' || status === 'failed';
    return this.#pick(['callback'], `callback ${status} ${key}`, (fault) => {
      const wanted = fault.status === undefined || fault.status === status;
      return wanted && !(isFinal && fault.how === 'reordered');
    });
  }

  #pick<Kind extends SandboxFault['kind']>(
    kinds: readonly Kind[],
    key: string,
    fits: (fault: FaultOf<Kind>) => boolean,
  ): FaultOf<Kind> | undefined {
    const isOf = (fault: SandboxFault): fault is FaultOf<Kind> =>
      (kinds as readonly SandboxFault['kind'][]).includes(fault.kind);
    const candidates: { waiting: Waiting; fault: FaultOf<Kind> }[] = [];
    for (const waiting of this.#waiting) {
      const { fault } = waiting;
      if (!isOf(fault) || !fits(fault)) continue;
      if (waiting.toSkip > 0) waiting.toSkip -= 1;
      else candidates.push({ waiting, fault });
    }
    const chosen =
      candidates.find(({ fault }) => fault.probability === undefined) ?? this.#drawn(candidates, key);
    if (chosen === undefined) return undefined;
    chosen.waiting.left -= 1;
    if (chosen.waiting.left === 0) this.#waiting = this.#waiting.filter((one) => one !== chosen.waiting);
    return chosen.fault;
  }

  #drawn<Candidate extends { readonly fault: SandboxFault }>(
    candidates: readonly Candidate[],
    key: string,
  ): Candidate | undefined {
    if (candidates.length === 0) return undefined;
    const count = this.#counts.get(key) ?? 0;
    this.#counts.set(key, count + 1);
    let draw = drawFor(this.#seed, `${key} ${count}`);
    return candidates.find(({ fault }) => (draw -= fault.probability ?? 0) < 0);
  }
}
