import { ManualExecutionCancelledError } from 'n8n-workflow';

/** @throws what n8n knows as an execution that somebody has stopped, and not as one that has failed */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new ManualExecutionCancelledError('');
}
