import { readCallback, type SignedCallback, type Task, verifySignature } from '@kling-elements/validation';

import { hashOfToken } from './callback-token.ts';
import type { TaskRecorder } from './task-recorder.ts';
import type { Creation, Ledger } from '../ledger/ledger.ts';
import type { TaskFetcher } from './polling/task-fetcher.ts';
import { isComplete, type TaskRow } from '../ledger/task-row.ts';
import type { CreationReconciler } from './creation-reconciler.ts';
import type { Log } from '../runtime/runtime.ts';
import type { CallbackReceipt } from './tasks.ts';
import type { Poller } from './polling/poller.ts';

export interface CallbackReceiverOptions {
  readonly ledger: Pick<Ledger, 'findCreationByToken' | 'find'>;
  readonly recorder: TaskRecorder;
  readonly poller: Pick<Poller, 'follows' | 'hint'>;
  readonly fetcher: TaskFetcher;
  readonly reconciler: CreationReconciler;
  /** Empty: callbacks are not signed, and none is believed. */
  readonly webhookSecrets: readonly Uint8Array[];
  readonly log: Log;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** There is a task of ours. */
  readonly onMade: (row: TaskRow) => void;
}

/** Takes in callbacks: a signed one is believed as far as it says, an unsigned one only makes the gateway look. */
export class CallbackReceiver {
  readonly #options: CallbackReceiverOptions;

  constructor(options: CallbackReceiverOptions) {
    this.#options = options;
  }

  async receive(token: string, callback: SignedCallback): Promise<CallbackReceipt> {
    const { ledger, webhookSecrets, now } = this.#options;
    const creation = await ledger.findCreationByToken(hashOfToken(token));
    if (creation === undefined) return 'UNKNOWN';
    const signed = webhookSecrets.length > 0;
    if (signed && !verifySignature(callback, webhookSecrets, now()).ok) return 'FORGED';
    const task = readCallback(callback.body);
    if (task === undefined) return 'MALFORMED';
    if (!belongs(task, creation)) return 'UNKNOWN';
    if (signed) await this.#believe(task, creation);
    else await this.#hear(creation);
    return 'ACCEPTED';
  }

  async #believe(task: Task, { externalId, taskId }: Creation): Promise<void> {
    const { recorder, onMade } = this.#options;
    // Kling's answer to the create may still be on its way, or may never come.
    const row =
      taskId === null
        ? await recorder.recordCreated(externalId, task, { confirmed: false })
        : await recorder.recordFromCallback(task);
    if (taskId === null) onMade(row);
    if (row.awaitingDetails) this.#look(row.task.id);
  }

  async #hear({ externalId, taskId }: Creation): Promise<void> {
    const { ledger, reconciler } = this.#options;
    if (taskId === null) {
      void reconciler.look(externalId);
      return;
    }
    const row = await ledger.find(taskId);
    if (row === undefined || !isComplete(row)) this.#look(taskId);
  }

  /** Looks now, in its turn; past its deadline a task is looked at no more but for this once. */
  #look(taskId: string): void {
    const { poller, fetcher, log } = this.#options;
    if (poller.follows(taskId)) {
      poller.hint(taskId);
      return;
    }
    fetcher.fetch(taskId).catch((error: unknown) => {
      log.debug({ taskId, reason: String(error) }, 'A task could not be looked at after a callback.');
    });
  }
}

/** The token leads to one create only: news of another task under it is none. */
function belongs(task: Task, { externalId, taskId }: Creation): boolean {
  return (
    (taskId === null || task.id === taskId) && (task.externalId === null || task.externalId === externalId)
  );
}
