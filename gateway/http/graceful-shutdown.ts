import { setTimeout as pause } from 'node:timers/promises';

import type { SharedSubscriptions } from '../graphql/subscriptions/use-shared-subscriptions.ts';
import type { GatewayServer } from './server.ts';
import type { ServerSentEvents } from './streaming/sse.ts';
import { staggered } from './streaming/staggered.ts';
import type { WebSockets } from './streaming/websocket.ts';

export interface GracefulShutdownOptions {
  readonly server: GatewayServer;
  readonly webSockets: WebSockets;
  readonly serverSentEvents: ServerSentEvents;
  readonly subscriptions: SharedSubscriptions;
  /** Aborts calls to Kling that are in flight. */
  readonly abortUpstream: () => void;
  /** How long operations in flight may take, in milliseconds. */
  readonly withinMs: number;
  /** Over how long the ends of subscriptions are spread, in milliseconds. */
  readonly staggerMs: number;
}

/** How long the answers of aborted operations may take to be sent, in milliseconds. */
const abortedWithinMs = 1000;

/**
 * Stops accepting requests, ends subscriptions gradually, and lets operations in flight finish; aborts those that take
 * too long, so that their clients get an error. Resolves when nothing is left to wait for.
 */
export async function shutDownGracefully(options: GracefulShutdownOptions): Promise<void> {
  const { server, webSockets, serverSentEvents, subscriptions, abortUpstream, withinMs, staggerMs } = options;
  server.stop();
  const finished = staggered([...webSockets.goAway(), ...serverSentEvents.goAway()], staggerMs).then(() =>
    Promise.all([server.idle(), webSockets.closed()]),
  );
  await within(withinMs, finished);
  abortUpstream();
  subscriptions.interruptAll();
  await within(abortedWithinMs, finished);
}

async function within(milliseconds: number, finished: Promise<unknown>): Promise<void> {
  await Promise.race([finished, pause(milliseconds, undefined, { ref: false })]);
}
