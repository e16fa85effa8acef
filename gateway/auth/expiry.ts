/** The longest time a timer of Node's can wait. */
const longest = 2 ** 31 - 1;

/** Calls back at a moment in Unix milliseconds; never for null. The timer does not keep the process alive. */
export function atExpiry(expiresAt: number | null, then: () => void): () => void {
  if (expiresAt === null) return () => undefined;
  let timer: NodeJS.Timeout;
  const wait = () => {
    const left = expiresAt - Date.now();
    timer = setTimeout(left > longest ? wait : then, Math.min(Math.max(left, 0), longest)).unref();
  };
  wait();
  return () => {
    clearTimeout(timer);
  };
}
