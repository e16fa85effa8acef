import { contendersFolder, startContender, versionsOf } from '../measure/contenders.ts';
import { judge } from '../measure/goal.ts';
import { median, medianRatio } from '../../harness/statistics.ts';
import { spread, formatNumber } from '../measure/format.ts';
import { startGateway } from '../measure/gateway.ts';
import { askOnce, graphQLRequest, taskQuery } from '../measure/graphql-request.ts';
import { load, type Loaded } from '../measure/load.ts';
import type { Program } from '../measure/program.ts';
import { measureInTurns } from '../measure/rounds.ts';
import { ledgerOf } from '../measure/ledger.ts';
import { row, table } from '../measure/table.ts';
import { startUpstream, taskRange, type Upstream } from '../measure/upstream.ts';
import { type Contender, names, startContenders } from './contenders.ts';

const seconds = 2;
const tasks = taskRange(200);

type Measured = ReadonlyMap<string, readonly Loaded[]>;
const cpuOf = (measured: Measured, name: string) => (measured.get(name) ?? []).map((one) => one.cpuMicros);

/** Queries of tasks: known or unknown to the gateway, and written in several ways. */
export async function bench(): Promise<{ versions: string; body: string }> {
  contendersFolder();
  await using upstream = await startUpstream();
  const known = await ofKnownTasks(upstream);
  const written = await asWritten(upstream);
  const unknown = await ofUnknownTasks(upstream);
  return {
    versions: versionsOf(
      'undici',
      'mercurius',
      '@apollo/server',
      'graphql-yoga',
      'got',
      '@graphql-hive/gateway',
    ),
    body: `
Each asks \`task(id) { id status statusMessage elements { id name description } }\` over 50 kept-alive connections. CPU time of the server per query, medians of five alternating rounds (min–max); ratios are the median of the ratios within each round.

${known}
${written}
${unknown}`,
  };
}

async function ofKnownTasks(upstream: Upstream): Promise<string> {
  await using stack = new AsyncDisposableStack();
  const contenders = await startContenders(stack, upstream.url, tasks);
  const atRest = new Map(
    Object.entries(contenders).map(([name, { server }]) => [name, server.memoryMB().now]),
  );
  const ask = ({ server, request }: Contender) => load(server, { request, ids: tasks, seconds });
  const measured = await measureInTurns(contenders, ask, { warmUps: 2 });
  const alone = await measureInTurns(contenders, ({ server, request }) =>
    load(server, { request, ids: tasks, connections: 1, seconds: 0.5 }),
  );
  const ours = cpuOf(measured, names.gateway);
  const rows = Object.entries(contenders).map(([name, { server, upstreamCalls }]) => {
    const cpu = cpuOf(measured, name);
    const latency = (alone.get(name) ?? []).map((one) => one.latencyMicros);
    return row(
      name,
      upstreamCalls,
      spread(cpu),
      medianRatio(cpu, cpuOf(measured, names.proxy)).toFixed(2),
      formatNumber(median(latency)),
      formatNumber(atRest.get(name) ?? NaN),
      formatNumber(server.memoryMB().peak),
    );
  });
  return `
### A task that the ledger knows

${tasks.count} finished tasks; the id is in a variable. Latency: the median response time for a single client that sends one query after the other.

${table(['server', 'upstream calls a query', 'CPU µs a query', 'times the proxy', 'latency, µs', 'MB at rest', 'MB at most'], ...rows)}

${judge('times the proxy', medianRatio(ours, cpuOf(measured, names.proxy)), { atMost: 0.8 })}
${judge('times mercurius from memory', medianRatio(ours, cpuOf(measured, names.memory)), { atMost: 1.25 })}
${judge('Hive Gateway, times ours', medianRatio(cpuOf(measured, names.hive), ours), { atLeast: 15 }, { digits: 1 })}
`;
}

/** The same query, written in several ways, sent to our gateway alone. */
async function asWritten(upstream: Upstream): Promise<string> {
  const many = taskRange(10_000);
  await using server = await startGateway(upstream.url, { DATA_DIR: await ledgerOf(many) });
  const variable = graphQLRequest(taskQuery, { id: '<id>' });
  const inText = (text: string) =>
    graphQLRequest(text.replace('query ($id: ID!) ', '').replace('$id', '"<id>"'));
  const forms = {
    'in a variable, 200 tasks': { request: variable, ids: tasks },
    'in the text, 200 tasks': { request: inText(taskQuery), ids: tasks },
    'in a variable, 10,000 tasks': { request: variable, ids: many },
    'in the text, 10,000 tasks': { request: inText(taskQuery), ids: many },
    'in the text, and every text is different (an alias that is never repeated)': {
      request: inText(taskQuery.replace('task(', 'task<n>: task(')),
      ids: many,
    },
  };
  for (const [name, { request }] of Object.entries(forms)) {
    const response = await askOnce(server, request, many.first);
    if (!response.includes('"Maja"')) throw new Error(`${name}: ${response}`);
  }
  const measured = await measureInTurns(forms, (form) => load(server, { ...form, seconds }));
  const [plain, text, plainOfMany, textOfMany] = Object.keys(forms).map((name) => cpuOf(measured, name));
  if (plain === undefined || text === undefined || plainOfMany === undefined || textOfMany === undefined) {
    throw new Error('Not every form was measured.');
  }
  const rows = Object.keys(forms).map((name) => {
    const cpu = cpuOf(measured, name);
    return row(name, spread(cpu), medianRatio(cpu, plain).toFixed(2));
  });
  return `
### The id in the text

Our gateway, which knows the tasks; a single process.

${table(['the id', 'CPU µs a query', 'times the first'], ...rows)}

${judge('in the text, times in a variable, 200 tasks', medianRatio(text, plain), { atMost: 1.3 })}
${judge('the same, 10,000 tasks', medianRatio(textOfMany, plainOfMany), { atMost: 1.3 })}
`;
}

async function ofUnknownTasks(upstream: Upstream): Promise<string> {
  const request = graphQLRequest(taskQuery, { id: '<id>' });
  await using gateway = await startGateway(upstream.url);
  await using yoga = await startContender('query/yoga', {
    UPSTREAM_URL: upstream.url,
    UPSTREAM_CLIENT: 'got',
  });
  // Far from all other IDs.
  let next = 856_700_000_000_000_000n;
  const askNew = async (server: Program) => {
    const loaded = await load(server, { request, ids: { first: String(next) }, seconds });
    next += BigInt(loaded.used);
    return loaded;
  };
  const servers = { 'our gateway': gateway, 'graphql-yoga with its defaults, and got': yoga };
  const measured = await measureInTurns(servers, askNew);
  const [ours = [], theirs = []] = Object.keys(servers).map((name) => cpuOf(measured, name));

  const calls = await callsForOne();
  return `
### The first query of a task

Every query asks for a different task. Each takes one upstream call, and our gateway records the task durably before it responds.

${table(
  ['server', 'CPU µs a query'],
  ...Object.keys(servers).map((name) => row(name, spread(cpuOf(measured, name)))),
)}

${judge('yoga and got, times ours', medianRatio(theirs, ours), { atLeast: 1.5 })}
${judge('100 queries for one such task at the same time: upstream calls', calls, { atMost: 1 }, { digits: 0 })}
`;
}

/** The number of upstream calls for 100 simultaneous queries of one unknown task. */
async function callsForOne(): Promise<number> {
  await using upstream = await startUpstream();
  await using gateway = await startGateway(upstream.url);
  const request = graphQLRequest(taskQuery, { id: '<id>' });
  const { first } = taskRange(1);
  const responses = await Promise.all(Array.from({ length: 100 }, () => askOnce(gateway, request, first)));
  if (!responses.every((response) => response.includes('"Maja"'))) throw new Error(responses.join('\n'));
  return (await upstream.counts()).get;
}
