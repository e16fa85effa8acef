// Composes what Hive Gateway serves from the API's description; a subscription beside, with a webhook for each task:
// one for all that every subscriber filters takes the square of their number.
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
    type ElementNews {
      id: ID!
      name: String!
      description: String!
    }
    type TaskNews {
      id: ID!
      status: String!
      statusMessage: String
      elements: [ElementNews!]!
    }
    type Subscription {
      taskStatus(id: ID!): TaskNews! @resolveTo(pubsubTopic: "webhook:post:/webhooks/kling/{args.id}")
    }
  `,
});
