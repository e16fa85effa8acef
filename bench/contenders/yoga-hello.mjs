// graphql-yoga's hello world, as in its documentation.
import { createServer } from 'node:http';

import { createSchema, createYoga } from 'graphql-yoga';

import { serve } from './ready.mjs';

const schema = createSchema({
  typeDefs: /* GraphQL */ `
    type Query {
      hello: String
    }
  `,
  resolvers: { Query: { hello: () => 'world' } },
});
serve(createServer(createYoga({ schema })));
