/** A stream of values that can be ended from outside, even while it waits for the next one. */
export interface Endable<T> extends AsyncIterableIterator<T> {
  /** Lets the reader see the end at once, and the source be cleaned up. */
  end(): void;
}

/**
 * @param valueOfError what to give in place of a failure of the source, as the last value
 * @param onEnd called once, however it ends
 */
export function endable<T>(
  source: AsyncIterable<T>,
  valueOfError: (error: unknown) => T,
  onEnd: () => void,
): Endable<T> {
  const iterator = source[Symbol.asyncIterator]();
  const done: IteratorResult<T, undefined> = { done: true, value: undefined };
  let ended = false;
  let release: ((result: IteratorResult<T, undefined>) => void) | undefined;

  function finish(): void {
    if (ended) return;
    ended = true;
    release?.(done);
    onEnd();
  }

  async function next(): Promise<IteratorResult<T, undefined>> {
    try {
      const result = await iterator.next();
      if (ended) return done;
      if (result.done !== true) return result;
      finish();
      return done;
    } catch (error) {
      if (ended) return done;
      release = undefined;
      finish();
      return { done: false, value: valueOfError(error) };
    }
  }

  const values: Endable<T> = {
    next: () => {
      if (ended) return Promise.resolve(done);
      return new Promise((resolve) => {
        release = resolve;
        void next().then(resolve);
      });
    },
    return: () => {
      values.end();
      return Promise.resolve(done);
    },
    end: () => {
      if (ended) return;
      finish();
      // A source that waits may only notice when it is done waiting; nobody waits for that.
      void Promise.resolve(iterator.return?.()).catch(() => undefined);
    },
    [Symbol.asyncIterator]: () => values,
  };
  return values;
}
