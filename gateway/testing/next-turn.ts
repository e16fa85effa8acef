/** Resolves in the next turn of the event loop, when everything that needs neither I/O nor a timer has happened. */
export function nextTurn(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  setImmediate(() => {
    resolve(undefined);
  });
  return promise;
}
