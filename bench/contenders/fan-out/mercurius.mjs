// mercurius with its JIT compiler, its WebSocket subscriptions and its own publisher.
import fastify from 'fastify';
import mercurius from 'mercurius';

import { typeDefs, webhookPath } from './schema.mjs';

const resolvers = {
  Subscription: { taskStatus: { subscribe: (_, { id }, { pubsub }) => pubsub.subscribe(id) } },
};
const app = fastify({ keepAliveTimeout: 600_000 });
app.register(mercurius, { schema: typeDefs, resolvers, jit: 1, subscription: true });
app.post(`${webhookPath}:id`, async ({ body }) => {
  await app.graphql.pubsub.publish({ topic: body.id, payload: { taskStatus: body } });
  return '';
});
await app.listen({ port: 0, host: '127.0.0.1' });
console.log(`ready http://127.0.0.1:${app.server.address().port}`);
