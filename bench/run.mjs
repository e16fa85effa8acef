// `pnpm bench` runs all benchmarks, `pnpm bench nodes` the named ones; each rewrites its part of RESULTS.md.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';

import { format, resolveConfig } from 'prettier';

const here = import.meta.dirname;
const results = join(here, 'RESULTS.md');
const all = readdirSync(here).filter((name) => existsSync(join(here, name, 'bench.ts')));
const names = process.argv.slice(2);
for (const name of names) {
  if (!all.includes(name)) throw new Error(`There is no benchmark ${name}; there are: ${all.join(', ')}.`);
}

const machine = `${cpus().length} × ${cpus()[0].model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`;
const { dependencies } = JSON.parse(readFileSync(join(here, 'contenders/package.json'), 'utf8'));
const versions = Object.entries(dependencies).map(([name, version]) => `${name} ${version}`);
const introduction = `# Measured

On ${machine}; compared with ${versions.join(', ')}.

Ratios and medians say more than absolute times, since the machine is shared. What is compared is measured alternately in the same run, and the measured server has a core to itself if the machine has two ([how](measure/README.md)). \`pnpm bench\` repeats all measurements, \`pnpm bench query\` one part.
`;

/** The parts of RESULTS.md by their names; a part begins with its heading. */
const text = existsSync(results) ? readFileSync(results, 'utf8') : '';
const parts = new Map(
  text
    .split(/^(?=## )/m)
    .slice(1)
    .map((part) => [/^## (.*)$/m.exec(part)[1], part.trim()]),
);

// Ledgers, images and working folders are deleted at the end.
process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'kling-elements-bench-'));
process.on('exit', () => rmSync(process.env.TMPDIR, { recursive: true, force: true }));

const minutes = (from) => ((performance.now() - from) / 60_000).toFixed(1);
const began = performance.now();
for (const name of names.length === 0 ? all : names) {
  console.log(`== ${name}`);
  const from = performance.now();
  const { bench } = await import(`./${name}/bench.ts`);
  const { versions, body } = await bench();
  const origin = `\`pnpm bench ${name}\` on ${machine}${versions === '' ? '' : `, ${versions}`}.`;
  parts.set(name, `## ${name}\n\n${origin}\n\n${body.trim()}`);
  const whole = [introduction.trim(), ...parts.values()].join('\n\n');
  writeFileSync(results, await format(whole, { ...(await resolveConfig(results)), filepath: results }));
  console.log(`${body.trim()}\n\n== ${name}: ${minutes(from)} minutes`);
}
console.log(`== in all: ${minutes(began)} minutes`);
