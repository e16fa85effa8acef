import { once } from 'node:events';

import WebSocket from 'ws';

/** A Node.js process that runs with `--inspect=127.0.0.1:port`. */
export class Inspected {
  readonly #socket: WebSocket;
  #requests = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  static async at(port: number): Promise<Inspected> {
    const response = await fetch(`http://127.0.0.1:${port}/json/list`);
    const [target] = (await response.json()) as { webSocketDebuggerUrl: string }[];
    if (target === undefined) throw new Error(`Nothing is inspected on port ${port}.`);
    const socket = new WebSocket(target.webSocketDebuggerUrl);
    await once(socket, 'open');
    return new Inspected(socket);
  }

  /** Frees everything unreachable: only then does the heap's size show what is in use. */
  async collectGarbage(): Promise<void> {
    this.#requests += 1;
    this.#socket.send(JSON.stringify({ id: this.#requests, method: 'HeapProfiler.collectGarbage' }));
    await once(this.#socket, 'message');
  }

  close(): void {
    this.#socket.close();
  }
}
