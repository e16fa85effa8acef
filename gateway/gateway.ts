import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import type { JWTVerifyGetKey } from 'jose';
import type { Logger } from 'pino';

import { createAuthentication } from './auth/authentication.ts';
import { callbackRoute } from './http/callback-route.ts';
import { graphQLOverHttp } from './http/graphql/graphql-route.ts';
import { createHeartbeat } from './http/streaming/heartbeat.ts';
import { createErrorMask } from './graphql/mask-errors.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { operationalRoutes, type Phase } from './http/operational-routes.ts';
import { createOriginPolicy, isLoopbackName, type JudgeOrigin } from './http/cors/origin-policy.ts';
import { createGraphQL } from './http/graphql/yoga.ts';
import type { Route } from './http/route.ts';
import { createGatewayServer } from './http/server.ts';
import { createServerSentEvents } from './http/streaming/sse.ts';
import { staggered } from './http/streaming/staggered.ts';
import { createSharedSubscriptions } from './graphql/subscriptions/use-shared-subscriptions.ts';
import { createWebSockets } from './http/streaming/websocket.ts';
import { CircuitBreaker } from './kling/circuit-breaker.ts';
import type { KlingClient } from './kling/client.ts';
import { createKlingClient } from './kling/create-client.ts';
import { timeoutsOf } from './kling/timeouts.ts';
import { instrumentedClient } from './kling/instrumented-client.ts';
import { createLog } from './runtime/logger.ts';
import { createVerifiedMediaCache } from './media/verified-media-cache.ts';
import { createUrlOpener, type OpenUrl } from './media/url-opener.ts';
import type { Settings } from './config/settings.ts';
import { createTaskService } from './tasks/task-service.ts';
import type { Ledger } from './ledger/ledger.ts';
import { openSqliteLedger } from './ledger/sqlite/ledger.ts';
import type { Tasks } from './tasks/tasks.ts';

/** A gateway that serves. */
export interface Gateway {
  /** Without a slash at the end. */
  readonly url: string;
  /**
   * Takes nothing new, lets what is under way come to its end (a few seconds at most), gives subscribers a clean end,
   * and closes the ledger.
   */
  close(): Promise<void>;
}

/** What a gateway makes for itself unless it is handed one. */
export interface GatewayDependencies {
  readonly log?: Logger;
  readonly kling?: KlingClient;
  readonly tasks?: Tasks;
  readonly createUrlOpener?: () => OpenUrl;
  /** In place of the keys behind `JWKS_URL`. */
  readonly jwtKeys?: JWTVerifyGetKey;
  /** How long what is under way may take at the close, in milliseconds: 5000 by itself. */
  readonly closeWithinMs?: number;
  /** Over how long the ends of subscriptions are spread at the close, in milliseconds: 3000 by itself. */
  readonly leaveOverMs?: number;
}

/**
 * Starts a gateway; resolves when it is ready.
 *
 * @throws Error when the port is taken (`code` EADDRINUSE), the store cannot be opened, or no Kling is named
 */
export async function startGateway(settings: Settings, given: GatewayDependencies = {}): Promise<Gateway> {
  const log = given.log ?? createLog(settings.logLevel, { terminal: process.stdout.isTTY });
  const metrics = createMetrics({ ofProcess: true });
  const closing = new AbortController();
  const upstream = given.kling ?? klingOf(settings, log, metrics, closing.signal);
  const kling = instrumentedClient(upstream, log, (operation, outcome) => {
    metrics.upstreamCalls.inc({ operation, outcome });
  });
  const { tasks, isStoreUp } =
    given.tasks === undefined
      ? await tasksOf(settings, kling, log, metrics)
      : { tasks: given.tasks, isStoreUp: () => true };

  let phase: Phase = 'STARTING';
  const mask = createErrorMask(log);
  const judgeOrigin = originRuleOf(settings);
  const authenticate = createAuthentication({
    ...settings,
    ...(given.jwtKeys === undefined ? {} : { keys: given.jwtKeys }),
  });
  const { allowPrivateUrls, maxBodyBytes } = settings;
  const services = {
    kling,
    tasks,
    allowPrivateUrls,
    createUrlOpener: given.createUrlOpener ?? createUrlOpener({ allowPrivateUrls }),
    fineMedia: createVerifiedMediaCache(),
  };
  const streams = createSharedSubscriptions({ services, mask });
  const heartbeat = createHeartbeat(settings.heartbeatMs);
  const serverSentEvents = createServerSentEvents({ heartbeat, random: Math.random });
  const { yoga, operations } = createGraphQL({ services, mask, metrics, streams, serverSentEvents });
  const { serve } = serverSentEvents;
  const maxMessageBytes = maxBodyBytes;
  const webSockets = createWebSockets({ operations, authenticate, mask, log, maxMessageBytes, heartbeat });
  const graphql: Route = {
    name: 'graphql',
    path: /^\/graphql$/,
    methods: ['GET', 'POST', 'OPTIONS'],
    handle: graphQLOverHttp({ yoga, operations, serve, authenticate, judgeOrigin, maxBodyBytes }),
  };
  const currentPhase = () => (phase === 'READY' && !isStoreUp() ? 'DATABASE_DOWN' : phase);
  const routes = [graphql, callbackRoute(tasks, metrics), ...operationalRoutes(currentPhase, metrics)];
  const { server, stop, idle } = createGatewayServer({ routes, webSockets, judgeOrigin, metrics, log });

  const close = async () => {
    phase = 'CLOSING';
    stop();
    const left = staggered([...webSockets.leave(), ...serverSentEvents.leave()], given.leaveOverMs ?? 3000);
    const over = left.then(() => Promise.all([idle(), webSockets.closed()]));
    await within(given.closeWithinMs ?? 5000, over);
    // Now what is still under way is cut off, and tells its client so.
    closing.abort();
    streams.endAll();
    await within(cutOffMs, over);
    await tasks.close();
    heartbeat.stop();
    webSockets.close();
    server.closeAllConnections();
    metrics.registry.clear();
  };
  let closed: Promise<void> | undefined;

  try {
    server.listen(settings.port, settings.host);
    await once(server, 'listening');
    await tasks.start();
  } catch (error) {
    await close();
    throw error;
  }
  phase = 'READY';
  return { url: urlOf(server.address() as AddressInfo), close: () => (closed ??= close()) };
}

/** How long the answers of what was cut off may take to go out, in milliseconds. */
const cutOffMs = 1000;

async function within(milliseconds: number, over: Promise<unknown>): Promise<void> {
  await Promise.race([over, pause(milliseconds, undefined, { ref: false })]);
}

function klingOf(
  { kling, klingTimeoutMs }: Settings,
  log: Logger,
  metrics: Metrics,
  signal: AbortSignal,
): KlingClient {
  if (kling === null) {
    throw new Error('No Kling is named; set KLING_API_KEY, or KLING_ACCESS_KEY and KLING_SECRET_KEY.');
  }
  const circuit = new CircuitBreaker({ log, now: Date.now, random: Math.random });
  metrics.observeCircuit(circuit);
  return createKlingClient({ ...kling, timeOuts: timeoutsOf(klingTimeoutMs), log, signal, circuit });
}

async function tasksOf(
  settings: Settings,
  client: KlingClient,
  log: Logger,
  metrics: Metrics,
): Promise<{ tasks: Tasks; isStoreUp: () => boolean }> {
  const { databaseUrl, dataDir } = settings;
  const ledger =
    databaseUrl === null ? await openSqliteLedger(dataDir) : await openSharedLedger(databaseUrl, log);
  const tasks = createTaskService({ client, ledger, settings, log, now: Date.now, random: Math.random });
  metrics.observeFeed(tasks.counters);
  return { tasks, isStoreUp: () => ledger.isUp() };
}

/** Loaded only here: on the embedded store nothing of PostgreSQL is needed. */
async function openSharedLedger(databaseUrl: string, log: Logger): Promise<Ledger> {
  const { openPostgresLedger } = await import('./ledger/postgres/ledger.ts');
  return openPostgresLedger(databaseUrl, log);
}

/** A gateway that asks for no credential is only safe from foreign pages when it knows its own names. */
function originRuleOf(settings: Settings): JudgeOrigin {
  const { corsOrigins, clientTokens, jwt, host, publicUrl } = settings;
  const isOpen = clientTokens.length === 0 && jwt === null;
  const publicName = publicUrl === null ? undefined : new URL(publicUrl).hostname;
  const ownHosts = (name: string) => isLoopbackName(name) || name === publicName;
  return createOriginPolicy({ corsOrigins, ownHosts: isOpen && isLoopbackName(host) ? ownHosts : null });
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
