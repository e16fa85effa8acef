// The same call to the upstream, made by the HTTP client named in UPSTREAM_CLIENT.
import { authorization, pathOf, taskOf, upstream } from '../kling-schema.mjs';

const headers = { authorization };

const clients = {
  async fetch() {
    return async (id) => {
      const response = await fetch(`${upstream}${pathOf(id)}`, { headers });
      return await response.json();
    };
  },
  async got() {
    const { default: got } = await import('got');
    const client = got.extend({ prefixUrl: upstream, headers });
    return (id) => client(pathOf(id).slice(1)).json();
  },
  async undici() {
    const { Pool } = await import('undici');
    const pool = new Pool(upstream, { connections: 50 });
    return async (id) => {
      const { body } = await pool.request({ method: 'GET', path: pathOf(id), headers });
      return await body.json();
    };
  },
};

const ask = await clients[process.env.UPSTREAM_CLIENT]();

/** Returns a task by its ID, in the schema's terms. */
export const task = async (id) => taskOf(await ask(id));
