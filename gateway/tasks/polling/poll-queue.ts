import { Schedule } from './schedule.ts';

/** See the state machine in poller.ts. */
export type PollState = 'waiting' | 'dueInPage' | 'dueAlone' | 'fetching' | 'hinted' | 'removed';

/** A task that is polled. */
export interface PolledTask {
  readonly id: string;
  /** Changed by {@link PollQueue} only. */
  state: PollState;
  /** Polled with or without subscribers. */
  tracked: boolean;
  subscribers: number;
  /** Its age counts from here, in Unix milliseconds. */
  readonly since: number;
  /** Polled until then, in Unix milliseconds. */
  readonly deadline: number;
  lastPollAt: number;
  /** Polls that failed in a row. */
  failures: number;
  /** Its status and time as a page last had them: the same again needs no writing. */
  lastListed: string | undefined;
}

/** The tasks that are polled. Changes their states, and finds them by state without going through all of them. */
export class PollQueue {
  readonly #tasks = new Map<string, PolledTask>();
  readonly #waiting = new Schedule<PolledTask>();
  readonly #due = { dueInPage: new Set<PolledTask>(), dueAlone: new Set<PolledTask>() };

  get size(): number {
    return this.#tasks.size;
  }

  get dueInPage(): ReadonlySet<PolledTask> {
    return this.#due.dueInPage;
  }

  get dueAlone(): ReadonlySet<PolledTask> {
    return this.#due.dueAlone;
  }

  get(id: string): PolledTask | undefined {
    return this.#tasks.get(id);
  }

  /** Adds a task that is waiting, for no point in time yet. */
  add(task: PolledTask & { readonly state: 'waiting' }): void {
    this.#tasks.set(task.id, task);
  }

  /** @param at Unix milliseconds; replaces the time that the task is waiting for */
  wait(task: PolledTask, at: number): void {
    this.#change(task, 'waiting');
    this.#waiting.put(task, at);
  }

  move(task: PolledTask, state: Exclude<PollState, 'waiting'>): void {
    this.#change(task, state);
    if (state === 'dueInPage' || state === 'dueAlone') this.#due[state].add(task);
    if (state === 'removed') this.#tasks.delete(task.id);
  }

  /** When a waiting task is due; undefined in every other state. */
  dueAt(task: PolledTask): number | undefined {
    return this.#waiting.timeOf(task);
  }

  /** When the next waiting task is due. */
  nextDueAt(): number | undefined {
    return this.#waiting.next();
  }

  /** Moves the waiting tasks whose time has come to `dueInPage`. */
  takeDue(now: number): readonly PolledTask[] {
    const due = this.#waiting.take(now);
    for (const task of due) this.move(task, 'dueInPage');
    return due;
  }

  clear(): void {
    for (const task of this.#tasks.values()) this.move(task, 'removed');
  }

  #change(task: PolledTask, state: PollState): void {
    if (task.state === 'waiting') this.#waiting.remove(task);
    else if (task.state === 'dueInPage' || task.state === 'dueAlone') this.#due[task.state].delete(task);
    task.state = state;
  }
}
