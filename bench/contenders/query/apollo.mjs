// Apollo Server with its defaults.
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

import { task } from './ask-upstream.mjs';
import { resolversOf, typeDefs } from '../kling-schema.mjs';

const server = new ApolloServer({ typeDefs, resolvers: resolversOf(task) });
const { url } = await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } });
console.log(`ready ${new URL(url).origin}`);
