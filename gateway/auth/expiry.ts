/** The maxDelay delay of a Node timer, in milliseconds. */
const maxDelay = 2 ** 31 - 1;

/**
 * Calls back at a time in Unix milliseconds; never for null. The timer does not keep the process alive.
 *
 * @returns cancels it
 */
export function atExpiry(expiresAt: number | null, then: () => void): () => void {
  if (expiresAt === null) return () => undefined;
  let timer: NodeJS.Timeout;
  const wait = () => {
    const left = expiresAt - Date.now();
    timer = setTimeout(left > maxDelay ? wait : then, Math.min(Math.max(left, 0), maxDelay)).unref();
  };
  wait();
  return () => {
    clearTimeout(timer);
  };
}
