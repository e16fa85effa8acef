import { sleep as n8nSleep } from 'n8n-workflow';

import { throwIfCancelled } from './cancellation.ts';

/** Resolves after a time in milliseconds; rejects at once when the execution is cancelled. */
export async function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) {
    await n8nSleep(milliseconds);
    return;
  }
  throwIfCancelled(signal);
  let cancel: () => void = () => undefined;
  const cancelled = new Promise<void>((resolve) => {
    cancel = resolve;
    signal.addEventListener('abort', cancel, { once: true });
  });
  // Older versions of n8n ignore the second argument; the race ends the wait there.
  await Promise.race([n8nSleep(milliseconds, signal), cancelled]);
  signal.removeEventListener('abort', cancel);
  throwIfCancelled(signal);
}
