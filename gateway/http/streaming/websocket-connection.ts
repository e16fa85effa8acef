import type { Duplex } from 'node:stream';

import type { WebSocket as Carrier } from 'graphql-ws';
import type { WebSocket } from 'ws';

import type { FrameSink } from './websocket-subscription.ts';

/** One WebSocket, with what the gateway knows of it. Small, for there are thousands that have nothing to do. */
export class Connection implements FrameSink, Carrier {
  readonly socket: WebSocket;
  readonly #stream: Duplex;
  #drained: Promise<void> | undefined;
  /** Ids of the queries and mutations that run on it. */
  #running: Set<string> | undefined;
  /** Who said so at its beginning. */
  viewerName: string | null = null;
  /** To be closed as soon as nothing runs. */
  leaving = false;
  /** Takes in what the client sends. */
  receive: (message: string) => Promise<void> = () => Promise.resolve();
  /** Lets go of all that runs on it. */
  closed: (code: number, reason: string) => Promise<void> = () => Promise.resolve();

  /** @param stream what carries the socket's frames */
  constructor(socket: WebSocket, stream: Duplex) {
    this.socket = socket;
    this.#stream = stream;
  }

  get protocol(): string {
    return this.socket.protocol;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  begin(id: string): void {
    this.#running = (this.#running ?? new Set()).add(id);
  }

  /** @returns whether it ran */
  finish(id: string): boolean {
    const ran = this.#running?.delete(id) === true;
    if (this.#running?.size === 0) this.#running = undefined;
    return ran;
  }

  /** Without compression a frame of the socket's own is written in one go, too, so that they do not mix. */
  write(frame: Buffer): Promise<void> | undefined {
    if (this.socket.readyState !== this.socket.OPEN || this.#stream.write(frame)) return undefined;
    this.#drained ??= new Promise((resolve) => {
      this.#stream.once('drain', () => {
        this.#drained = undefined;
        resolve();
      });
    });
    return this.#drained;
  }

  /** Resolves when the socket has taken the text. */
  send(text: string): Promise<void> {
    const { socket } = this;
    if (socket.readyState !== socket.OPEN) return Promise.resolve();
    return new Promise((resolve, reject) => {
      socket.send(text, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }

  close(code?: number, reason?: string): void {
    this.socket.close(code, reason);
  }

  onMessage(receive: (message: string) => Promise<void>): void {
    this.receive = receive;
  }
}
