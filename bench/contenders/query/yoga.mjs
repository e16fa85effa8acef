// graphql-yoga with its defaults.
import { createServer } from 'node:http';

import { createSchema, createYoga } from 'graphql-yoga';

import { task } from './ask-upstream.mjs';
import { resolversOf, typeDefs } from '../kling-schema.mjs';
import { serve } from '../ready.mjs';

const schema = createSchema({ typeDefs, resolvers: resolversOf(task) });
serve(createServer(createYoga({ schema })));
