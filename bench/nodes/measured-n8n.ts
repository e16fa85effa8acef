import { once } from 'node:events';
import { join } from 'node:path';

import { freePort } from '../../harness/free-port.ts';
import { Actions } from '../../harness/n8n/actions.ts';
import { copyOfHome } from '../../harness/n8n/home.ts';
import { type N8n, startN8n } from '../../harness/n8n/n8n.ts';

/** A real n8n that can be measured. */
export interface MeasuredN8n extends AsyncDisposable {
  readonly actions: Actions;
  readonly n8n: N8n;
  readonly pid: number;
  /** Its memory in use after a garbage collection, in MB. */
  liveMB(): Promise<number>;
}

export async function startMeasuredN8n(
  home: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<MeasuredN8n> {
  const preload = join(import.meta.dirname, '../measure/heap.mjs');
  const n8n = await startN8n({
    home: copyOfHome(home),
    port: await freePort(),
    environment: { NODE_OPTIONS: `--expose-gc --import ${preload}`, ...environment },
  });
  const { pid } = n8n.process.process;
  if (pid === undefined) throw new Error('n8n has no process.');
  return {
    actions: new Actions(n8n.rest),
    n8n,
    pid,
    liveMB: async () => {
      const before = n8n.process.output().length;
      process.kill(pid, 'SIGUSR2');
      for (;;) {
        const [, report] = /^heap (.*)$/m.exec(n8n.process.output().slice(before)) ?? [];
        if (report !== undefined) {
          const { heapUsed, external } = JSON.parse(report) as { heapUsed: number; external: number };
          return (heapUsed + external) / 2 ** 20;
        }
        await once(n8n.process.process, 'output');
      }
    },
    [Symbol.asyncDispose]: () => n8n.stop('SIGKILL'),
  };
}
