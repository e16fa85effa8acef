import { contendersFolder } from '../measure/contenders.ts';
import { median } from '../../harness/statistics.ts';
import { spread, formatNumber } from '../measure/format.ts';
import { startGateway } from '../measure/gateway.ts';
import { graphQLRequest, taskQuery } from '../measure/graphql-request.ts';
import { type Ids, load } from '../measure/load.ts';
import { writePlot } from '../measure/plot.ts';
import type { Program } from '../measure/program.ts';
import { measureInTurns } from '../measure/rounds.ts';
import { ledgerOf } from '../measure/ledger.ts';
import { row, table } from '../measure/table.ts';
import { taskRange, startUpstream } from '../measure/upstream.ts';

const sizes = [10, 100, 1000, 10_000];

/** What a growing ledger costs each query. */
export async function bench(): Promise<{ versions: string; body: string }> {
  contendersFolder();
  const request = graphQLRequest(taskQuery, { id: '<id>' });
  await using stack = new AsyncDisposableStack();
  const upstream = stack.use(await startUpstream());
  const servers: Record<string, { readonly server: Program; readonly ids: Ids }> = {};
  for (const size of sizes) {
    const ids = taskRange(size);
    const server = stack.use(await startGateway(upstream.url, { DATA_DIR: await ledgerOf(ids) }));
    servers[formatNumber(size)] = { server, ids };
  }
  const atRest = Object.values(servers).map(({ server }) => server.memoryMB().now);
  const measured = await measureInTurns(servers, async ({ server, ids }) => {
    const { cpuMicros } = await load(server, { request, ids, seconds: 1.5 });
    return cpuMicros;
  });
  const calls = (await upstream.counts()).get;
  const cpu = [...measured.values()];
  const plot = writePlot('growth', {
    title: 'Queries of known tasks',
    x: 'tasks in the ledger, all of them queried',
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
A query of finished tasks as in [query](#query), spread evenly over all tasks in the ledger; ${calls} upstream calls in all.

${table(
  ['tasks', 'CPU µs a query', 'MB at rest', 'MB at most'],
  ...Object.entries(servers).map(([size, { server }], index) =>
    row(
      size,
      spread(cpu[index] ?? []),
      formatNumber(atRest[index] ?? NaN),
      formatNumber(server.memoryMB().peak),
    ),
  ),
)}

${plot}
`,
  };
}
