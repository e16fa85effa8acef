import { sleep } from 'n8n-workflow';

import { throwIfCancelled } from './cancellation.ts';

/** Resolves after so many milliseconds; rejects at once when the execution is stopped. */
export async function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) {
    await sleep(milliseconds);
    return;
  }
  throwIfCancelled(signal);
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
    signal.addEventListener('abort', stop, { once: true });
  });
  // Older n8n does not know the second argument; the race ends its sleep just as soon.
  await Promise.race([sleep(milliseconds, signal), stopped]);
  signal.removeEventListener('abort', stop);
  throwIfCancelled(signal);
}
