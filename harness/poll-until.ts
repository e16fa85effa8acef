import { setTimeout as sleep } from 'node:timers/promises';

const defaultTimeoutMs = 60_000;

/**
 * Waits for something that no event announces, by asking for it again and again.
 *
 * @param ask undefined: not yet
 * @param describe what is known when the time is over, for the error
 */
export async function pollUntil<Value>(
  ask: () => Promise<Value | undefined>,
  describe: () => string,
  timeoutMs = defaultTimeoutMs,
): Promise<Value> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await ask();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`Not within ${timeoutMs / 1000} s: ${describe()}`);
    await sleep(50);
  }
}
