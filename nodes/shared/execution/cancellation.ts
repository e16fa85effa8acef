import { ManualExecutionCancelledError } from 'n8n-workflow';

/** @throws the error by which n8n tells a cancelled execution from a failed one */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new ManualExecutionCancelledError('');
}
