import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

import { type CircuitState, circuitStates } from './kling/circuit-breaker.ts';

/** What operators can see of a gateway, in the words of Prometheus. */
export interface Metrics {
  readonly registry: Registry;
  readonly requests: Counter<'route' | 'method' | 'status'>;
  readonly operations: Counter<'type' | 'outcome'>;
  readonly operationSeconds: Histogram<'type'>;
  readonly callbacks: Counter<'verdict'>;
  readonly upstreamCalls: Counter<'operation' | 'outcome'>;
  /** From now on the feed's own counts are told too. */
  observeFeed(counts: FeedCounts): void;
  /** From now on the state of the circuit is told too. */
  observeCircuit(circuit: { readonly state: CircuitState }): void;
}

/** What a feed counts of its subscribers. */
export interface FeedCounts {
  readonly subscribers: number;
  readonly delivered: number;
  readonly dropped: number;
}

const feedHelp = {
  delivered: 'Events that subscribers took.',
  dropped: 'Events that a newer one replaced, or that their subscriber left behind.',
};

/** @param ofProcess also memory, CPU time and the like, which all gateways of one process share */
export function createMetrics({ ofProcess }: { readonly ofProcess: boolean }): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (ofProcess) collectDefaultMetrics({ register: registry });
  return {
    registry,
    requests: new Counter({
      name: 'kling_gateway_http_requests_total',
      help: 'HTTP requests answered, by route, method and status.',
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
      help: 'Time that queries and mutations took to execute.',
      labelNames: ['type'],
      registers,
    }),
    callbacks: new Counter({
      name: 'kling_gateway_callbacks_total',
      help: "Kling's callbacks, by verdict: accepted, unknown, forged or malformed.",
      labelNames: ['verdict'],
      registers,
    }),
    upstreamCalls: new Counter({
      name: 'kling_gateway_upstream_calls_total',
      help: 'Calls of Kling, retries within them not counted, by operation and outcome: ok, the kind of problem, or NOT_SENT.',
      labelNames: ['operation', 'outcome'],
      registers,
    }),
    observeCircuit: (circuit) => {
      new Gauge({
        name: 'kling_gateway_upstream_circuit',
        help: 'The circuit around calls of Kling: 1 for the state it is in. OPEN: Kling does not answer, calls are refused.',
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
        help: 'Subscriptions that are open.',
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
