import { nextTurn } from './next-turn.ts';

/** Counts the calls in progress to other objects, so that a test can wait until there are none. */
export class PendingCalls {
  #pending = 0;
  #begun = 0;

  /** @returns an object that forwards to the given one, and counts each call until its promise is settled */
  track<Target extends object>(target: Target): Target {
    return new Proxy(target, {
      get: (_target, name) => {
        // Read from the target itself: its private members are not the proxy's.
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => this.#count(Reflect.apply(member, target, args));
      },
    });
  }

  /** Resolves after a whole turn of the event loop in which no call was in progress. */
  async idle(): Promise<void> {
    let begun: number;
    do {
      begun = this.#begun;
      await nextTurn();
    } while (this.#pending > 0 || this.#begun > begun);
  }

  #count(result: unknown): unknown {
    if (!(result instanceof Promise)) return result;
    this.#begun += 1;
    this.#pending += 1;
    const settle = () => {
      this.#pending -= 1;
    };
    result.then(settle, settle);
    return result;
  }
}
