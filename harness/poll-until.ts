import { setTimeout as sleep } from 'node:timers/promises';

/** A state that never comes is told after so long. */
const patienceMs = 60_000;

/**
 * Asks until there is an answer: n8n tells nobody from outside when an execution changes.
 *
 * @param look what it is asked for; undefined: not yet
 * @param known what to say about where it stands when the time is over
 */
export async function pollUntil<Value>(
  look: () => Promise<Value | undefined>,
  known: () => string,
  withinMs = patienceMs,
): Promise<Value> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const value = await look();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`Not within ${withinMs / 1000} s: ${known()}`);
    await sleep(50);
  }
}
