// Composes what Hive Gateway serves from the API's description; a subscription to its callbacks beside.
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
    type TaskNews {
      task_id: String
      task_status: String
      task_status_msg: String
    }
    type Subscription {
      taskStatus(id: String!): TaskNews
        @resolveTo(pubsubTopic: "webhook:post:/webhooks/kling", filterBy: "root.task_id === args.id")
    }
  `,
});
