import { setTimeout as pause } from 'node:timers/promises';

import { temporaryFolder } from '../../harness/temporary-folder.ts';
import { launch } from '../../harness/process.ts';
import { contendersFolder, versionsOf } from '../measure/contenders.ts';
import { judge } from '../measure/goal.ts';
import { spread } from '../measure/format.ts';
import { medianRatio } from '../../harness/statistics.ts';
import { gatewayEnvironment, gatewayWords } from '../measure/gateway.ts';
import { pinned } from '../measure/program.ts';
import { cpuMs, residentMB } from '../measure/process-cost.ts';
import { measureInTurns } from '../measure/rounds.ts';
import { ledgerOf } from '../measure/ledger.ts';
import { row, table } from '../measure/table.ts';
import { taskRange, startUpstream } from '../measure/upstream.ts';

interface Candidate {
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Where it will serve; null: it prints it. */
  readonly url: string | null;
}

interface Started {
  readonly cpuMs: number;
  readonly ms: number;
  readonly residentMB: number;
}

const request = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ query: '{ __typename }' }),
};

/** From the start of the process until it has answered its first GraphQL request. */
async function measureStart({ words, environment, url }: Candidate): Promise<Started> {
  const began = performance.now();
  const started = launch(pinned('measured', words), { NODE_ENV: 'production', ...environment });
  const { pid = 0 } = started.process;
  try {
    await started.printed(url ?? 'ready http');
    const at = url ?? /^ready (\S+)$/m.exec(started.output())?.[1] ?? '';
    for (;;) {
      const response = await fetch(`${at}/graphql`, request);
      const text = await response.text();
      if (text.includes('"Query"')) break;
      await pause(5);
    }
    return { ms: performance.now() - began, cpuMs: cpuMs(pid), residentMB: residentMB(pid).now };
  } finally {
    await started.stop('SIGKILL');
  }
}

/** How long the gateway takes to start. */
export async function bench(): Promise<{ versions: string; body: string }> {
  await using upstream = await startUpstream();
  const seeded = await ledgerOf(taskRange(10_000));
  const gateway = async (dataDir: () => string) => {
    const { url, environment } = await gatewayEnvironment(upstream.url);
    return () => ({ words: gatewayWords(), url, environment: { ...environment, DATA_DIR: dataDir() } });
  };
  const hello = [process.execPath, `${contendersFolder()}/yoga-hello.mjs`];
  const candidates: Readonly<Record<string, () => Candidate>> = {
    'our gateway, no ledger yet': await gateway(temporaryFolder),
    'our gateway, a ledger of 10,000 tasks': await gateway(() => seeded),
    "graphql-yoga's hello world": () => ({ words: hello, environment: {}, url: null }),
  };
  const measured = await measureInTurns(candidates, (candidate) => measureStart(candidate()), { rounds: 9 });
  const of = (name: string, figure: keyof Started) => (measured.get(name) ?? []).map((one) => one[figure]);
  const [fresh = '', existing = '', stock = ''] = Object.keys(candidates);
  const ratio = (name: string) => medianRatio(of(name, 'cpuMs'), of(stock, 'cpuMs'));
  return {
    versions: versionsOf('graphql-yoga'),
    body: `
From the start of the process until the response to the first GraphQL request; medians of nine alternating rounds (min–max). Wall-clock time is that of a shared machine.

${table(
  ['server', 'CPU ms', 'times the hello world', 'ms, wall-clock', 'MB then'],
  ...Object.keys(candidates).map((name) =>
    row(
      name,
      spread(of(name, 'cpuMs')),
      ratio(name).toFixed(2),
      spread(of(name, 'ms')),
      spread(of(name, 'residentMB')),
    ),
  ),
)}

${judge('no ledger yet, CPU, times the hello world', ratio(fresh), { atMost: 2 })}
${judge('an existing ledger, the same', ratio(existing), { atMost: 2 })}
`,
  };
}
