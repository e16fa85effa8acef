// The subscription as the stock servers have it; they are told of changes in their own words.
import { typeDefs as withoutSubscription } from '../kling-schema.mjs';

export const typeDefs = /* GraphQL */ `
  ${withoutSubscription}
  type Subscription {
    taskStatus(id: ID!): Task!
  }
`;

/** Of `POST /webhooks/kling/{task id}`. */
export const webhookPath = '/webhooks/kling/';
