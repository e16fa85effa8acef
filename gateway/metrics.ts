import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

import { type CircuitState, circuitStates } from './kling/circuit-breaker.ts';

/** A gateway's metrics for Prometheus. */
export interface Metrics {
  readonly registry: Registry;
  readonly requests: Counter<'route' | 'method' | 'status'>;
  readonly operations: Counter<'type' | 'outcome'>;
  readonly operationSeconds: Histogram<'type'>;
  readonly callbacks: Counter<'verdict'>;
  readonly upstreamCalls: Counter<'operation' | 'outcome'>;
  /** Adds the counts of the feed. */
  observeFeed(counts: FeedCounts): void;
  /** Adds the state of the circuit breaker. */
  observeCircuit(circuit: { readonly state: CircuitState }): void;
}

/** A feed's counts of subscribers and of their events. */
export interface FeedCounts {
  readonly subscribers: number;
  readonly delivered: number;
  readonly dropped: number;
}

const feedHelp = {
  delivered: 'Events that subscribers have read.',
  dropped: 'Events that were not read before their subscriber left.',
};

/** @param ofProcess whether to add memory, CPU time and the like, which all gateways of one process share */
export function createMetrics({ includeProcess }: { readonly includeProcess: boolean }): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (includeProcess) collectDefaultMetrics({ register: registry });
  return {
    registry,
    requests: new Counter({
      name: 'kling_gateway_http_requests_total',
      help: 'Answered HTTP requests, by route, method and status.',
      labelNames: ['route', 'method', 'status'],
      registers,
    }),
    operations: new Counter({
      name: 'kling_gateway_graphql_operations_total',
      help: 'GraphQL operations, by type and outcome: ok or errors.',
      labelNames: ['type', 'outcome'],
      registers,
    }),
    operationSeconds: new Histogram({
      name: 'kling_gateway_graphql_operation_seconds',
      help: 'Execution time of queries and mutations.',
      labelNames: ['type'],
      registers,
    }),
    callbacks: new Counter({
      name: 'kling_gateway_callbacks_total',
      help: 'Callbacks from Kling, by result of their verification: accepted, unknown, forged or malformed.',
      labelNames: ['verdict'],
      registers,
    }),
    upstreamCalls: new Counter({
      name: 'kling_gateway_upstream_calls_total',
      help: 'Calls to Kling, without their retries, by operation and outcome: ok, the kind of problem, or NOT_SENT.',
      labelNames: ['operation', 'outcome'],
      registers,
    }),
    observeCircuit: (circuit) => {
      new Gauge({
        name: 'kling_gateway_upstream_circuit',
        help: 'The circuit breaker for calls to Kling: 1 for its current state. OPEN: Kling does not respond, and calls are refused.',
        labelNames: ['state'],
        registers,
        collect() {
          for (const state of circuitStates) this.set({ state }, circuit.state === state ? 1 : 0);
        },
      });
    },
    observeFeed: (counts) => {
      new Gauge({
        name: 'kling_gateway_subscribers',
        help: 'Open subscriptions.',
        registers,
        collect() {
          this.set(counts.subscribers);
        },
      });
      for (const name of ['delivered', 'dropped'] as const) {
        new Counter({
          name: `kling_gateway_subscription_events_${name}_total`,
          help: feedHelp[name],
          registers,
          collect() {
            this.reset();
            this.inc(counts[name]);
          },
        });
      }
    },
  };
}
