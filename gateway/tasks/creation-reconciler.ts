import { ProblemError } from '@kling-elements/validation';

import type { KlingClient } from '../kling/client.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { backoffDelay } from '../runtime/backoff.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Creator } from './creator.ts';
import { type PollBounds, pollBackoff } from './polling/poll-interval.ts';
import type { TaskEvents } from './task-events.ts';
import type { TaskRecorder } from './task-recorder.ts';

export interface CreationReconcilerOptions {
  readonly client: Pick<KlingClient, 'task'>;
  readonly ledger: Pick<Ledger, 'recordNotCreated'>;
  readonly events: TaskEvents;
  readonly recorder: TaskRecorder;
  readonly creator: Pick<Creator, 'isInProgress'>;
  readonly settings: PollBounds;
  readonly runtime: Runtime;
}

/** Finds out how unresolved creations ended, by asking Kling for a task under their external id. */
export class CreationReconciler {
  readonly #options: CreationReconcilerOptions;
  readonly #unresolved = new Set<string>();
  readonly #checks = new Map<string, Promise<void>>();
  #failedRounds = 0;
  #isRunning = false;
  #isClosed = false;
  #stopTimer: (() => void) | undefined;

  constructor(options: CreationReconcilerOptions) {
    this.#options = options;
    // Not at once: Kling has just failed to answer.
    options.events.on('creationUnresolved', (externalId) => {
      this.#unresolved.add(externalId);
      if (this.#stopTimer === undefined && !this.#isRunning) this.#setTimer(options.settings.pollMaxMs);
    });
  }

  /** Checks the unresolved creations of an earlier run, or of a gateway that is gone, at once. */
  start(externalIds: readonly string[]): void {
    for (const externalId of externalIds) this.#unresolved.add(externalId);
    if (this.#unresolved.size === 0 || this.#isRunning) return;
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    void this.#round();
  }

  /** Checks, after an unsigned callback, whether a task exists under the external id. */
  async check(externalId: string): Promise<void> {
    try {
      await this.#checkOnce(externalId, false);
    } catch (error) {
      this.#options.runtime.log.debug(
        { externalId, reason: reasonOf(error) },
        'Could not check the outcome of a creation.',
      );
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#stopTimer?.();
    this.#unresolved.clear();
  }

  async #round(): Promise<void> {
    const { creator, settings, runtime } = this.#options;
    this.#isRunning = true;
    try {
      for (const externalId of [...this.#unresolved]) {
        // The call in progress finds out.
        if (creator.isInProgress(externalId)) continue;
        await this.#checkOnce(externalId, true);
        this.#unresolved.delete(externalId);
      }
      this.#failedRounds = 0;
    } catch (error) {
      if (this.#failedRounds === 0 && !this.#isClosed) {
        runtime.log.warn(
          { unresolved: this.#unresolved.size, reason: reasonOf(error) },
          'Could not find out how earlier creations ended. Retrying with backoff.',
        );
      }
      this.#failedRounds += 1;
    } finally {
      this.#isRunning = false;
    }
    if (this.#unresolved.size > 0) {
      this.#setTimer(backoffDelay(pollBackoff(settings), Math.max(1, this.#failedRounds), runtime.random()));
    }
  }

  #setTimer(milliseconds: number): void {
    if (this.#isClosed) return;
    this.#stopTimer = this.#options.runtime.timers.after(milliseconds, () => {
      this.#stopTimer = undefined;
      void this.#round();
    });
  }

  /** One check at a time for each external id. */
  #checkOnce(externalId: string, isConclusive: boolean): Promise<void> {
    const running = this.#checks.get(externalId);
    if (running !== undefined) return running;
    const check = this.#check(externalId, isConclusive).finally(() => {
      this.#checks.delete(externalId);
    });
    this.#checks.set(externalId, check);
    return check;
  }

  /** @param isConclusive whether nothing was created if Kling knows no such task */
  async #check(externalId: string, isConclusive: boolean): Promise<void> {
    const { client, ledger, recorder, creator, runtime } = this.#options;
    const task = await client.task(externalId);
    if (this.#isClosed) return;
    if (task !== undefined) {
      await recorder.recordCreated(externalId, task, { confirmed: true });
      runtime.log.info({ externalId, taskId: task.id }, 'An unresolved creation did create its task.');
    } else if (isConclusive && !creator.isInProgress(externalId)) {
      await ledger.recordNotCreated(externalId);
      runtime.log.info({ externalId }, 'An unresolved creation created nothing. It can be repeated.');
    }
  }
}

function reasonOf(error: unknown): string {
  return error instanceof ProblemError ? error.problem.message : String(error);
}
