import type { Store, StoredTask } from './store.ts';

/** Lets tasks progress over time: processing after a third of the time, final after all of it. */
export class Progress {
  readonly #store: Store;
  readonly #taskMs: number;
  readonly #timers = new Map<StoredTask, NodeJS.Timeout>();
  readonly #held = new Set<StoredTask>();
  #holding: boolean;

  constructor(store: Store, taskMs: number, holding: boolean) {
    this.#store = store;
    this.#taskMs = taskMs;
    this.#holding = holding;
  }

  /** To be called with each new task and at each change. */
  changed(task: StoredTask): void {
    clearTimeout(this.#timers.get(task));
    this.#timers.delete(task);
    this.#held.delete(task);
    if (task.status === 'succeed' || task.status === 'failed') return;
    if (this.#holding) this.#held.add(task);
    else this.#schedule(task);
  }

  hold(): void {
    this.#holding = true;
    for (const [task, timer] of this.#timers) {
      clearTimeout(timer);
      this.#held.add(task);
    }
    this.#timers.clear();
  }

  release(): void {
    this.#holding = false;
    for (const task of this.#held) this.#schedule(task);
    this.#held.clear();
  }

  #schedule(task: StoredTask): void {
    const third = this.#taskMs / 3;
    const delay = task.status === 'submitted' ? third : 2 * third;
    this.#timers.set(
      task,
      setTimeout(() => {
        this.#step(task);
      }, delay).unref(),
    );
  }

  #step(task: StoredTask): void {
    if (task.status === 'submitted') this.#store.advance(task, 'processing');
    else if ('endpoint' in task.resource && task.resource.hangs) return;
    else if (task.failure === undefined) this.#store.advance(task, 'succeed');
    else this.#store.advance(task, 'failed', task.failure);
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#held.clear();
    this.#holding = true;
  }
}
