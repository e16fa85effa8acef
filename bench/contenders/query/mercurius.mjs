// mercurius with its JIT compiler: over the upstream, or (UPSTREAM_CLIENT=memory) with all tasks in memory.
import fastify from 'fastify';
import mercurius from 'mercurius';

import { pathOf, resolversOf, taskOf, typeDefs, upstream } from '../kling-schema.mjs';

/** Fetches each task once and keeps it. */
function fromMemory() {
  const known = new Map();
  const fetchOnce = async (id) => {
    const task = taskOf(await (await fetch(`${upstream}${pathOf(id)}`)).json());
    known.set(id, task);
    return task;
  };
  return (id) => known.get(id) ?? fetchOnce(id);
}

const task =
  process.env.UPSTREAM_CLIENT === 'memory' ? fromMemory() : (await import('./ask-upstream.mjs')).task;
const app = fastify({ keepAliveTimeout: 600_000 });
app.register(mercurius, { schema: typeDefs, resolvers: resolversOf(task), jit: 1 });
await app.listen({ port: 0, host: '127.0.0.1' });
console.log(`ready http://127.0.0.1:${app.server.address().port}`);
