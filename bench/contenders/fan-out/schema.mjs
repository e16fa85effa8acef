// The stock servers' subscription; they receive changes in the schema's terms.
import { typeDefs as withoutSubscription } from '../kling-schema.mjs';

export const typeDefs = /* GraphQL */ `
  ${withoutSubscription}
  type Subscription {
    taskStatus(id: ID!): Task!
  }
`;

/** Of `POST /webhooks/kling/{task id}`. */
export const webhookPath = '/webhooks/kling/';
