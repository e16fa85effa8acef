// graphql-yoga with its defaults, over Server-Sent Events, and with graphql-ws as in its guide.
import { createServer } from 'node:http';

import { useServer } from 'graphql-ws/use/ws';
import { createPubSub, createSchema, createYoga } from 'graphql-yoga';
import { WebSocketServer } from 'ws';

import { typeDefs, webhookPath } from './schema.mjs';
import { serve } from '../ready.mjs';

const pubSub = createPubSub();
const resolvers = {
  Subscription: {
    taskStatus: { subscribe: (_, { id }) => pubSub.subscribe(id), resolve: (task) => task },
  },
};
const yoga = createYoga({ schema: createSchema({ typeDefs, resolvers }) });

const server = createServer(async (request, response) => {
  if (!request.url.startsWith(webhookPath)) {
    yoga(request, response);
    return;
  }
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  const task = JSON.parse(text);
  pubSub.publish(task.id, task);
  response.end();
});

useServer(
  {
    execute: (args) => args.rootValue.execute(args),
    subscribe: (args) => args.rootValue.subscribe(args),
    onSubscribe: async (context, _id, params) => {
      const { schema, execute, subscribe, contextFactory, parse, validate } = yoga.getEnveloped({
        ...context,
        req: context.extra.request,
        socket: context.extra.socket,
        params,
      });
      const args = {
        schema,
        operationName: params.operationName,
        document: parse(params.query),
        variableValues: params.variables,
        contextValue: await contextFactory(),
        rootValue: { execute, subscribe },
      };
      const errors = validate(args.schema, args.document);
      return errors.length > 0 ? errors : args;
    },
  },
  new WebSocketServer({ server, path: yoga.graphqlEndpoint }),
);
serve(server);
