// Composes what Hive Gateway serves from the API's description, and a subscription with a webhook for each task: with one
// webhook for all, which every subscriber filters, the cost grows with the square of their number.
import { defineConfig } from '@graphql-mesh/compose-cli';
import { loadOpenAPISubgraph } from '@omnigraph/openapi';

export const composeConfig = defineConfig({
  subgraphs: [
    {
      sourceHandler: loadOpenAPISubgraph('kling', {
        source: new URL('./kling.openapi.json', import.meta.url).pathname,
        endpoint: process.env.UPSTREAM_URL,
        operationHeaders: { authorization: 'Bearer bench-key' },
      }),
    },
  ],
  additionalTypeDefs: /* GraphQL */ `
    extend schema {
      subscription: Subscription
    }
    type ElementUpdate {
      id: ID!
      name: String!
      description: String!
    }
    type TaskUpdate {
      id: ID!
      status: String!
      statusMessage: String
      elements: [ElementUpdate!]!
    }
    type Subscription {
      taskStatus(id: ID!): TaskUpdate! @resolveTo(pubsubTopic: "webhook:post:/webhooks/kling/{args.id}")
    }
  `,
});
