import { ProblemError } from '@kling-elements/validation';

import type { KlingClient } from '../kling/client.ts';
import type { TaskRecorder } from './task-recorder.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { backoff, type PollBounds } from './polling/poll-interval.ts';
import type { TaskRow } from '../ledger/task-row.ts';
import type { Runtime } from '../runtime/runtime.ts';

export interface CreationReconcilerOptions {
  readonly client: Pick<KlingClient, 'task'>;
  readonly ledger: Pick<Ledger, 'recordNotCreated'>;
  readonly recorder: TaskRecorder;
  readonly settings: PollBounds;
  readonly runtime: Runtime;
  /** Whether a create under the external id is under way: then its own answer settles it. */
  readonly isUnderWay: (externalId: string) => boolean;
  /** A create turned out to have made this task. */
  readonly onMade: (row: TaskRow) => void;
}

/** Finds out how creates ended whose answer never came, by asking Kling under their external id. */
export class CreationReconciler {
  readonly #options: CreationReconcilerOptions;
  readonly #open = new Set<string>();
  readonly #asking = new Map<string, Promise<void>>();
  #rounds = 0;
  #running = false;
  #closed = false;
  #stopTimer: (() => void) | undefined;

  constructor(options: CreationReconcilerOptions) {
    this.#options = options;
  }

  /** Creates of an earlier life, or of a gateway that is gone: asked for at once. */
  start(externalIds: readonly string[]): void {
    for (const externalId of externalIds) this.#open.add(externalId);
    if (this.#open.size === 0 || this.#running) return;
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    void this.#round();
  }

  /** A create whose answer stayed unclear: asked for after a while, when Kling may answer again. */
  later(externalId: string): void {
    this.#open.add(externalId);
    if (this.#stopTimer === undefined && !this.#running) this.#setTimer(this.#options.settings.pollMaxMs);
  }

  /** Something was made under the external id, says an unsigned callback: looks whether that is true. */
  async look(externalId: string): Promise<void> {
    try {
      await this.#shared(externalId, false);
    } catch (error) {
      this.#options.runtime.log.debug(
        { externalId, reason: textOf(error) },
        'A create could not be looked up.',
      );
    }
  }

  close(): void {
    this.#closed = true;
    this.#stopTimer?.();
    this.#open.clear();
  }

  async #round(): Promise<void> {
    this.#running = true;
    try {
      for (const externalId of [...this.#open]) {
        if (this.#options.isUnderWay(externalId)) continue;
        await this.#shared(externalId, true);
        this.#open.delete(externalId);
      }
      this.#rounds = 0;
    } catch (error) {
      if (this.#rounds === 0 && !this.#closed) {
        this.#options.runtime.log.warn(
          { open: this.#open.size, reason: textOf(error) },
          'How earlier creates ended cannot be found out for now; trying again with growing pauses.',
        );
      }
      this.#rounds += 1;
    } finally {
      this.#running = false;
    }
    if (this.#open.size > 0) {
      const { settings, runtime } = this.#options;
      this.#setTimer(backoff(Math.max(1, this.#rounds), runtime.random(), settings));
    }
  }

  #setTimer(milliseconds: number): void {
    if (this.#closed) return;
    this.#stopTimer = this.#options.runtime.timers.after(milliseconds, () => {
      this.#stopTimer = undefined;
      void this.#round();
    });
  }

  /** One question at a time for each. */
  #shared(externalId: string, conclusive: boolean): Promise<void> {
    const asking = this.#asking.get(externalId);
    if (asking !== undefined) return asking;
    const question = this.#ask(externalId, conclusive).finally(() => {
      this.#asking.delete(externalId);
    });
    this.#asking.set(externalId, question);
    return question;
  }

  /** @param conclusive Kling's not knowing it means that nothing was made */
  async #ask(externalId: string, conclusive: boolean): Promise<void> {
    const { client, ledger, recorder, runtime, isUnderWay, onMade } = this.#options;
    const task = await client.task(externalId);
    if (this.#closed) return;
    if (task !== undefined) {
      const row = await recorder.recordCreated(externalId, task, { confirmed: true });
      runtime.log.info(
        { externalId, taskId: task.id },
        'An earlier create had made its task; it is taken up.',
      );
      onMade(row);
    } else if (conclusive && !isUnderWay(externalId)) {
      await ledger.recordNotCreated(externalId);
      runtime.log.info({ externalId }, 'An earlier create had made nothing; a repeat may make it.');
    }
  }
}

function textOf(error: unknown): string {
  return error instanceof ProblemError ? error.problem.message : String(error);
}
