import type { Duplex } from 'node:stream';

import type { WebSocket as Carrier } from 'graphql-ws';
import type { WebSocket } from 'ws';

import { pingFrames } from './websocket-frame.ts';
import type { FrameSink } from './websocket-subscription.ts';

/** A WebSocket and its state. Kept small, as there may be thousands of idle ones. */
export class Connection implements FrameSink, Carrier {
  readonly socket: WebSocket;
  readonly #stream: Duplex;
  #drained: Promise<void> | undefined;
  /** IDs of the queries and mutations in flight. */
  #running: Set<string> | undefined;
  /** Set once the client has authenticated. */
  viewerName: string | null = null;
  /** Set as soon as the client may be sent messages. */
  isAcknowledged = false;
  /** To be closed as soon as no query or mutation is in flight. */
  closesWhenIdle = false;
  /** Handles a message of the client. */
  receive: (message: string) => Promise<void> = () => Promise.resolve();
  /** Releases everything that runs on it. */
  closed: (code: number, reason: string) => Promise<void> = () => Promise.resolve();

  /** @param stream carries the socket's frames */
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

  /** @returns whether it was in flight */
  finish(id: string): boolean {
    const wasRunning = this.#running?.delete(id) === true;
    if (this.#running?.size === 0) this.#running = undefined;
    return wasRunning;
  }

  /** Does not interleave with the socket's own frames: without compression each of them is one write, too. */
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

  /** Resolves when the socket has accepted the text. */
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

  /** Asks for a sign of life, and gives one that a page can see, too: browsers hide the WebSocket's own pings. */
  ping(): void {
    if (this.isAcknowledged) void this.write(pingFrames);
    else this.socket.ping();
  }

  close(code?: number, reason?: string): void {
    this.socket.close(code, reason);
  }

  onMessage(receive: (message: string) => Promise<void>): void {
    this.receive = receive;
  }
}
