import { startContender, startHive } from '../measure/contenders.ts';
import { askOnce, graphQLRequest, taskQuery } from '../measure/graphql-request.ts';
import { startGateway } from '../measure/gateway.ts';
import type { Request } from '../measure/load.ts';
import type { Program } from '../measure/program.ts';
import type { taskRange } from '../measure/upstream.ts';
import { ledgerOf } from '../measure/ledger.ts';

/** A server that is queried for tasks. */
export interface Contender {
  readonly server: Program;
  readonly request: Request;
  /** The number of calls to the upstream per query. */
  readonly upstreamCalls: 0 | 1;
}

export const names = {
  gateway: 'our gateway, the ledger knows the task',
  proxy: 'bare node:http and undici reverse proxy',
  memory: 'mercurius with JIT, from memory',
  mercurius: 'mercurius with JIT, and undici',
  apollo: 'Apollo Server, and fetch',
  yogaFetch: 'graphql-yoga with its defaults, and fetch',
  yogaGot: 'graphql-yoga with its defaults, and got',
  hive: 'Hive Gateway',
} as const;

const hiveQuery =
  'query ($id: String!) { task(id: $id) { data { task_id task_status task_status_msg task_result { elements { element_id element_name element_description } } } } }';

/** Starts all of them, adds them to the stack, and makes sure that each responds correctly. */
export async function startContenders(
  stack: AsyncDisposableStack,
  upstreamUrl: string,
  tasks: ReturnType<typeof taskRange>,
): Promise<Readonly<Record<string, Contender>>> {
  const request = graphQLRequest(taskQuery, { id: '<id>' });
  const using = async (name: string, client = '') =>
    await startContender(name, { UPSTREAM_URL: upstreamUrl, UPSTREAM_CLIENT: client });
  const contenders: Readonly<Record<string, Contender>> = {
    [names.gateway]: {
      server: stack.use(await startGateway(upstreamUrl, { DATA_DIR: await ledgerOf(tasks) })),
      request,
      upstreamCalls: 0,
    },
    [names.proxy]: {
      server: stack.use(await using('query/bare-proxy')),
      request: { method: 'GET', path: '/v1/general/advanced-custom-elements/<id>' },
      upstreamCalls: 1,
    },
    [names.memory]: {
      server: stack.use(await using('query/mercurius', 'memory')),
      request,
      upstreamCalls: 0,
    },
    [names.mercurius]: {
      server: stack.use(await using('query/mercurius', 'undici')),
      request,
      upstreamCalls: 1,
    },
    [names.apollo]: {
      server: stack.use(await using('query/apollo', 'fetch')),
      request: { ...request, path: '/' },
      upstreamCalls: 1,
    },
    [names.yogaFetch]: { server: stack.use(await using('query/yoga', 'fetch')), request, upstreamCalls: 1 },
    [names.yogaGot]: { server: stack.use(await using('query/yoga', 'got')), request, upstreamCalls: 1 },
    [names.hive]: {
      server: stack.use(await startHive(upstreamUrl)),
      request: graphQLRequest(hiveQuery, { id: '<id>' }),
      upstreamCalls: 1,
    },
  };
  for (const [name, contender] of Object.entries(contenders)) {
    const id = tasks.first;
    const response = await askOnce(contender.server, contender.request, id);
    if (!response.includes(`"${id}"`) || !response.includes('"Maja"'))
      throw new Error(`${name}: ${response}`);
  }
  return contenders;
}
