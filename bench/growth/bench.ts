import { contendersFolder } from '../harness/contenders.ts';
import { median, spread, told } from '../harness/figures.ts';
import { startGateway } from '../harness/gateway.ts';
import { graphQLRequest, taskQuery } from '../harness/graphql-request.ts';
import { type Ids, load } from '../harness/load.ts';
import { plotted } from '../harness/plot.ts';
import type { Program } from '../harness/program.ts';
import { inTurns } from '../harness/rounds.ts';
import { seededLedger } from '../harness/seeded-ledger.ts';
import { row, table } from '../harness/table.ts';
import { someTasks, startUpstream } from '../harness/upstream.ts';

const sizes = [10, 100, 1000, 10_000];

/** What a ledger that grows costs each query. */
export async function bench(): Promise<{ versions: string; body: string }> {
  contendersFolder();
  const request = graphQLRequest(taskQuery, { id: '<id>' });
  await using stack = new AsyncDisposableStack();
  const upstream = stack.use(await startUpstream());
  const servers: Record<string, { readonly server: Program; readonly ids: Ids }> = {};
  for (const size of sizes) {
    const ids = someTasks(size);
    const server = stack.use(await startGateway(upstream.url, { DATA_DIR: await seededLedger(ids) }));
    servers[told(size)] = { server, ids };
  }
  const atRest = Object.values(servers).map(({ server }) => server.memoryMB().now);
  const measured = await inTurns(servers, async ({ server, ids }) => {
    const { cpuMicros } = await load(server, { request, ids, seconds: 1.5 });
    return cpuMicros;
  });
  const calls = (await upstream.counts()).get;
  const cpu = [...measured.values()];
  const plot = plotted('growth', {
    title: 'Queries of known tasks',
    x: 'tasks in the ledger, all of them asked for',
    y: 'CPU µs a query',
    lines: [
      {
        name: 'our gateway',
        points: sizes.map((size, index) => [size, median(cpu[index] ?? [])] as const),
      },
    ],
  });
  return {
    versions: '',
    body: `
A query of finished tasks as in [query](#query), evenly over all tasks of a ledger that holds so many; ${calls} upstream calls in all.

${table(
  ['tasks', 'CPU µs a query', 'MB at rest', 'MB at most'],
  ...Object.entries(servers).map(([size, { server }], index) =>
    row(size, spread(cpu[index] ?? []), told(atRest[index] ?? NaN), told(server.memoryMB().peak)),
  ),
)}

${plot}
`,
  };
}
