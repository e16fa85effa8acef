import { readCallback, type SignedCallback, type Task, verifySignature } from '@kling-elements/validation';

import type { Creation, Ledger } from '../ledger/ledger.ts';
import { isComplete } from '../ledger/task-row.ts';
import { hashOfToken } from './callback-token.ts';
import type { CreationReconciler } from './creation-reconciler.ts';
import type { TaskPolling } from './task-polling.ts';
import type { TaskRecorder } from './task-recorder.ts';
import type { CallbackReceipt } from './tasks.ts';

export interface CallbackReceiverOptions {
  readonly ledger: Pick<Ledger, 'findCreationByToken' | 'find'>;
  readonly recorder: TaskRecorder;
  readonly polling: TaskPolling;
  readonly reconciler: CreationReconciler;
  /** Empty: callbacks are not signed, and none is trusted. */
  readonly webhookSecrets: readonly Uint8Array[];
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** Receives callbacks: what a signed one says is recorded, an unsigned one only makes the gateway fetch the task. */
export class CallbackReceiver {
  readonly #options: CallbackReceiverOptions;

  constructor(options: CallbackReceiverOptions) {
    this.#options = options;
  }

  async receive(token: string, callback: SignedCallback): Promise<CallbackReceipt> {
    const { ledger, webhookSecrets, now } = this.#options;
    const creation = await ledger.findCreationByToken(hashOfToken(token));
    if (creation === undefined) return 'UNKNOWN';
    const isSigned = webhookSecrets.length > 0;
    if (isSigned && !verifySignature(callback, webhookSecrets, now()).ok) return 'FORGED';
    const task = readCallback(callback.body);
    if (task === undefined) return 'MALFORMED';
    if (!belongsTo(creation, task)) return 'UNKNOWN';
    if (isSigned) await this.#record(task, creation);
    else await this.#fetch(creation);
    return 'ACCEPTED';
  }

  async #record(task: Task, { externalId, taskId }: Creation): Promise<void> {
    const { recorder, polling } = this.#options;
    // Kling's answer to the creation may still be on its way, or may never come.
    const row =
      taskId === null
        ? await recorder.recordCreated(externalId, task, { confirmed: false })
        : await recorder.recordFromCallback(task);
    if (row.awaitingDetails) polling.hint(row.task.id);
  }

  async #fetch({ externalId, taskId }: Creation): Promise<void> {
    const { ledger, polling, reconciler } = this.#options;
    if (taskId === null) {
      void reconciler.check(externalId);
      return;
    }
    const row = await ledger.find(taskId);
    if (row === undefined || !isComplete(row)) polling.hint(taskId);
  }
}

/** A token belongs to one creation: under it, what a callback says of another task is ignored. */
function belongsTo({ externalId, taskId }: Creation, task: Task): boolean {
  return (
    (taskId === null || task.id === taskId) && (task.externalId === null || task.externalId === externalId)
  );
}
