import { createYoga, type GraphQLParams, type Plugin, type YogaServerInstance } from 'graphql-yoga';

import { useDocuments } from '../../graphql/documents/document-cache.ts';
import { useLimits } from '../../graphql/documents/limits.ts';
import type { OperationScope } from '../../graphql/operation-scope.ts';
import type { GatewayServices } from '../../graphql/schema/context.ts';
import { schema } from '../../graphql/schema/schema.ts';
import { useFreeUploads } from './use-free-uploads.ts';
import { graphiql } from './graphiql.ts';
import type { ErrorMask } from '../../graphql/mask-errors.ts';
import { useMaskedErrors } from '../../graphql/use-masked-errors.ts';
import type { Metrics } from '../../metrics.ts';
import { useOperationMetrics } from '../../graphql/use-operation-metrics.ts';
import { OperationRunner } from '../../graphql/operation-runner.ts';
import { useRequestParser } from './request-parser.ts';
import type { ServerSentEvents } from '../streaming/sse.ts';
import type { SharedSubscriptions } from '../../graphql/subscriptions/use-shared-subscriptions.ts';

export interface HttpScope extends OperationScope {
  /** What was asked for; rejects with the refusal. */
  readonly params: Promise<GraphQLParams>;
}

/** Parsing, validating and executing, with masking and metrics, the same for whatever carries an operation. */
export interface GraphQLServer {
  /** Answers requests. */
  readonly yoga: YogaServerInstance<HttpScope, GatewayServices>;
  /** Runs operations by themselves, past yoga's requests and responses. */
  readonly operations: OperationRunner;
}

export interface GraphQLServerOptions {
  readonly services: GatewayServices;
  readonly mask: ErrorMask;
  readonly metrics: Metrics;
  readonly streams: SharedSubscriptions;
  readonly serverSentEvents: ServerSentEvents;
}

export function createGraphQL(options: GraphQLServerOptions): GraphQLServer {
  const { services, mask, metrics, streams, serverSentEvents } = options;
  const plugins = [
    useLimits(),
    useDocuments(),
    streams.plugin,
    useMaskedErrors(mask),
    useOperationMetrics(metrics),
    useFreeUploads(),
  ] as Plugin[];
  const yoga = createYoga<HttpScope, GatewayServices>({
    schema,
    context: services,
    plugins: [useRequestParser(), ...plugins, serverSentEvents.plugin] as Plugin[],
    // The server around it answers for these.
    cors: false,
    landingPage: false,
    logging: false,
    // Bodies are bounded where they are read; yoga's own bound doubles the cost of a request.
    maxRequestBodySize: false,
    // `useDocuments` keeps them.
    parserAndValidationCache: false,
    graphiql,
    renderGraphiQL: async (page) => {
      // Nine megabytes that only a browser's first visit needs.
      const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
      return renderGraphiQL(page);
    },
    // The plugin masks; yoga's own masking would wrap every stream once more.
    maskedErrors: false,
  });
  return { yoga, operations: new OperationRunner({ schema, services, plugins }) };
}
