/** A stream that a test fills. */
export interface Pushed<T> extends AsyncIterableIterator<T> {
  push(value: T): void;
  finish(): void;
  fail(error: unknown): void;
  /** Resolves when the reader has stopped reading. */
  readonly left: Promise<void>;
}

export function pushed<T>(): Pushed<T> {
  const steps: (() => IteratorResult<T, undefined>)[] = [];
  const left = Promise.withResolvers<undefined>();
  let wake = Promise.withResolvers<undefined>();
  let returned = false;
  const step = (one: () => IteratorResult<T, undefined>) => {
    steps.push(one);
    wake.resolve(undefined);
  };
  const end: IteratorResult<T, undefined> = { done: true, value: undefined };
  const stream: Pushed<T> = {
    push: (value) => {
      step(() => ({ done: false, value }));
    },
    finish: () => {
      step(() => end);
    },
    fail: (error) => {
      step(() => {
        throw error;
      });
    },
    left: left.promise,
    next: async () => {
      for (;;) {
        if (returned) return end;
        const next = steps.shift();
        if (next !== undefined) return next();
        wake = Promise.withResolvers();
        await wake.promise;
      }
    },
    return: () => {
      returned = true;
      wake.resolve(undefined);
      left.resolve(undefined);
      return Promise.resolve(end);
    },
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
}
