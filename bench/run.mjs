// `pnpm bench` runs all benchmarks, `pnpm bench nodes` the named ones; each rewrites its part of RESULTS.md.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
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
const introduction = `# Measured

Ratios and medians say more than times here: the machine is a shared one. \`pnpm bench\` measures all of it again.
`;

/** The parts of RESULTS.md by their names; a part begins with its heading. */
const text = existsSync(results) ? readFileSync(results, 'utf8') : '';
const parts = new Map(
  text
    .split(/^(?=## )/m)
    .slice(1)
    .map((part) => [/^## (.*)$/m.exec(part)[1], part.trim()]),
);

for (const name of names.length === 0 ? all : names) {
  console.log(`== ${name}`);
  const { bench } = await import(`./${name}/bench.ts`);
  const { versions, body } = await bench();
  const made = `\`pnpm bench ${name}\` on ${machine}${versions === '' ? '' : `, ${versions}`}.`;
  parts.set(name, `## ${name}\n\n${made}\n\n${body.trim()}`);
  const whole = [introduction.trim(), ...parts.values()].join('\n\n');
  writeFileSync(results, await format(whole, { ...(await resolveConfig(results)), filepath: results }));
  console.log(body);
}
