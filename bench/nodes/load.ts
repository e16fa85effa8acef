import { execFileSync } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { median } from '../../harness/statistics.ts';

const root = join(import.meta.dirname, '../..');

/** n8n has loaded its own workflow package before it loads nodes. */
const script = `
  const { performance } = require('node:perf_hooks');
  require('n8n-workflow');
  const [...files] = process.argv.slice(1);
  const from = performance.now();
  const cpu = process.cpuUsage();
  for (const file of files) for (const Class of Object.values(require(file))) new Class();
  const { user, system } = process.cpuUsage(cpu);
  console.log(JSON.stringify({ ms: performance.now() - from, cpu: (user + system) / 1000 }));
`;

/** How long new processes take to load all our bundles, and how large these are. */
export function measureLoad(): { ms: number; cpuMs: number; kB: number; rounds: number } {
  const files = globSync('dist/{nodes/*/*.node,credentials/*}.js', { cwd: root }).map((file) =>
    join(root, file),
  );
  const rounds = 21;
  const loads = Array.from({ length: rounds }, () => {
    const output = execFileSync(process.execPath, ['-e', script, ...files], { cwd: root, encoding: 'utf8' });
    return JSON.parse(output) as { ms: number; cpu: number };
  });
  const bytes = files.map((file) => statSync(file).size).reduce((sum, size) => sum + size, 0);
  return {
    ms: median(loads.map(({ ms }) => ms)),
    cpuMs: median(loads.map(({ cpu }) => cpu)),
    kB: bytes / 1000,
    rounds,
  };
}
