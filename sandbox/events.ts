import { EventEmitter } from 'node:events';

/** Named events to wait for, each with one value. */
export class Events<Map extends Record<string, unknown>> {
  readonly #emitter = new EventEmitter().setMaxListeners(0);

  emit<Name extends keyof Map & string>(name: Name, event: Map[Name]): void {
    this.#emitter.emit(name, event);
  }

  /** @returns a function that removes the listener */
  on<Name extends keyof Map & string>(name: Name, listener: (event: Map[Name]) => void): () => void {
    this.#emitter.on(name, listener);
    return () => this.#emitter.off(name, listener);
  }

  /** The next event that fits. */
  once<Name extends keyof Map & string>(
    name: Name,
    fits: (event: Map[Name]) => boolean = () => true,
  ): Promise<Map[Name]> {
    return new Promise((resolve) => {
      const stop = this.on(name, (event) => {
        if (!fits(event)) return;
        stop();
        resolve(event);
      });
    });
  }
}
