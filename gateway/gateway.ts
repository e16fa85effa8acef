import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import type { JWTVerifyGetKey } from 'jose';
import type { Logger } from 'pino';

import { createAuthentication } from './auth/authentication.ts';
import type { Settings } from './config/settings.ts';
import { useDocumentCache } from './graphql/documents/document-cache.ts';
import { useLimits } from './graphql/documents/limits.ts';
import { readTrustedDocuments } from './graphql/documents/persisted/trusted-documents.ts';
import { usePersistedQueries } from './graphql/documents/persisted/use-persisted-queries.ts';
import { useTrustedDocuments } from './graphql/documents/persisted/use-trusted-documents.ts';
import { createErrorMask } from './graphql/mask-errors.ts';
import { OperationRunner } from './graphql/operation-runner.ts';
import { schema } from './graphql/schema/schema.ts';
import { useSharedSubscriptions } from './graphql/subscriptions/use-shared-subscriptions.ts';
import { useOperationMetrics } from './graphql/use-operation-metrics.ts';
import { callbackRoute } from './http/callback-route.ts';
import { createOriginPolicy } from './http/cors/origin-policy.ts';
import { ownHosts } from './http/cors/own-hosts.ts';
import { shutDownGracefully } from './http/graceful-shutdown.ts';
import { graphQLRoute } from './http/graphql/graphql-route.ts';
import { useFreeUploads } from './http/graphql/use-free-uploads.ts';
import { createGraphQLYoga } from './http/graphql/yoga.ts';
import { operationalRoutes, type Phase } from './http/operational-routes.ts';
import { createGatewayServer } from './http/server.ts';
import { createHeartbeat } from './http/streaming/heartbeat.ts';
import { createServerSentEvents } from './http/streaming/sse.ts';
import { createWebSockets } from './http/streaming/websocket.ts';
import { CircuitBreaker } from './kling/circuit-breaker.ts';
import type { KlingClient } from './kling/client.ts';
import { createKlingClient } from './kling/create-client.ts';
import { instrumentedClient } from './kling/instrumented-client.ts';
import { timeoutsOf } from './kling/timeouts.ts';
import { createVoiceLookup } from './kling/voice-lookup.ts';
import type { Ledger } from './ledger/ledger.ts';
import { openSqliteLedger } from './ledger/sqlite/ledger.ts';
import { createUrlOpener, type OpenUrl } from './media/url-opener.ts';
import { createVerifiedMediaCache } from './media/verified-media-cache.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createLog } from './runtime/logger.ts';
import { nodeTimers } from './runtime/runtime.ts';
import { createTaskService } from './tasks/task-service.ts';
import type { Tasks } from './tasks/tasks.ts';

/** A running gateway. */
export interface Gateway {
  /** Without a trailing slash. */
  readonly url: string;
  /**
   * Stops accepting requests, lets operations in flight finish (for a few seconds at most), ends subscriptions, and
   * closes the ledger.
   */
  close(): Promise<void>;
}

/** What a gateway creates itself unless it is given. */
export interface GatewayDependencies {
  readonly log?: Logger;
  readonly kling?: KlingClient;
  readonly tasks?: Tasks;
  readonly createUrlOpener?: () => OpenUrl;
  /** In place of the keys at `JWKS_URL`. */
  readonly jwtKeys?: JWTVerifyGetKey;
  /** How long operations in flight may take during `close`, in milliseconds. Default: 5000. */
  readonly closeWithinMs?: number;
  /** Over how long the ends of subscriptions are spread during `close`, in milliseconds. Default: 3000. */
  readonly staggerMs?: number;
}

/**
 * Starts a gateway; resolves when it is ready.
 *
 * @throws Error if the port is in use (`code` EADDRINUSE), the store cannot be opened, or Kling is not configured
 */
export async function startGateway(settings: Settings, given: GatewayDependencies = {}): Promise<Gateway> {
  const { allowPrivateUrls, maxBodyBytes } = settings;
  const log = given.log ?? createLog(settings.logLevel, { terminal: process.stdout.isTTY });
  const documents =
    settings.trustedDocuments === null
      ? usePersistedQueries()
      : useTrustedDocuments(await readTrustedDocuments(settings.trustedDocuments));
  const metrics = createMetrics({ includeProcess: true });
  const upstream = new AbortController();

  const kling = instrumentedClient(
    given.kling ?? connectToKling(settings, log, metrics, upstream.signal),
    log,
    (operation, outcome) => {
      metrics.upstreamCalls.inc({ operation, outcome });
    },
  );
  const { tasks, isStoreUp } =
    given.tasks === undefined
      ? await openTasks(settings, kling, log, metrics)
      : { tasks: given.tasks, isStoreUp: () => true };

  const authenticate = createAuthentication({
    ...settings,
    ...(given.jwtKeys === undefined ? {} : { keys: given.jwtKeys }),
  });
  const services = {
    kling,
    tasks,
    allowPrivateUrls,
    createUrlOpener: given.createUrlOpener ?? createUrlOpener({ allowPrivateUrls }),
    verifiedMedia: createVerifiedMediaCache(),
    hasVoice: createVoiceLookup({ client: kling, now: Date.now, timers: nodeTimers }),
  };
  const mask = createErrorMask(log);
  const subscriptions = useSharedSubscriptions({ services, mask });
  const operations = new OperationRunner({
    schema,
    services,
    mask,
    plugins: [
      useFreeUploads(),
      useOperationMetrics(metrics),
      subscriptions,
      documents,
      useDocumentCache(),
      useLimits(),
    ],
  });

  const checkOrigin = createOriginPolicy({ ...settings, ownHosts: ownHosts(settings) });
  const heartbeat = createHeartbeat(settings.heartbeatMs);
  const serverSentEvents = createServerSentEvents({ heartbeat, random: Math.random });
  const webSockets = createWebSockets({
    operations,
    authenticate,
    mask,
    log,
    maxMessageBytes: maxBodyBytes,
    heartbeat,
  });
  const { serve } = serverSentEvents;
  const yoga = createGraphQLYoga({ operations, mask, serve });
  let phase: Phase = 'STARTING';
  const currentPhase = () => (phase === 'READY' && !isStoreUp() ? 'DATABASE_DOWN' : phase);
  const routes = [
    graphQLRoute({ yoga, operations, serve, authenticate, checkOrigin, maxBodyBytes }),
    callbackRoute(tasks, metrics),
    ...operationalRoutes(currentPhase, metrics),
  ];
  const gatewayServer = createGatewayServer({ routes, webSockets, checkOrigin, metrics, log });
  const { server } = gatewayServer;

  const close = async () => {
    phase = 'CLOSING';
    await shutDownGracefully({
      server: gatewayServer,
      webSockets,
      serverSentEvents,
      subscriptions,
      abortUpstream: () => {
        upstream.abort();
      },
      withinMs: given.closeWithinMs ?? 5000,
      staggerMs: given.staggerMs ?? 3000,
    });
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

function connectToKling(
  { kling, klingTimeoutMs }: Settings,
  log: Logger,
  metrics: Metrics,
  signal: AbortSignal,
): KlingClient {
  if (kling === null) {
    throw new Error('Kling is not configured. Set KLING_API_KEY, or KLING_ACCESS_KEY and KLING_SECRET_KEY.');
  }
  const circuit = new CircuitBreaker({ log, now: Date.now, random: Math.random });
  metrics.observeCircuit(circuit);
  return createKlingClient({ ...kling, timeouts: timeoutsOf(klingTimeoutMs), log, signal, circuit });
}

async function openTasks(
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

/** Loaded only here: with the embedded store nothing of PostgreSQL is needed. */
async function openSharedLedger(databaseUrl: string, log: Logger): Promise<Ledger> {
  const { openPostgresLedger } = await import('./ledger/postgres/ledger.ts');
  return openPostgresLedger(databaseUrl, log);
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
