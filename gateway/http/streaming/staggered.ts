import { setTimeout as pause } from 'node:timers/promises';

const maxGroups = 10;

/**
 * Calls all actions in groups spread evenly over a time, so that clients do not all reconnect at once. The first group
 * is called before this returns.
 *
 * @param overMs milliseconds
 */
export async function staggered(
  actions: readonly (() => void)[],
  overMs: number,
  wait: (milliseconds: number) => Promise<unknown> = (milliseconds) =>
    pause(milliseconds, undefined, { ref: false }),
): Promise<void> {
  const groups = Math.min(maxGroups, actions.length);
  for (let group = 0; group < groups; group += 1) {
    if (group > 0) await wait(overMs / groups);
    const start = Math.floor((group * actions.length) / groups);
    const end = Math.floor(((group + 1) * actions.length) / groups);
    for (const action of actions.slice(start, end)) action();
  }
}
