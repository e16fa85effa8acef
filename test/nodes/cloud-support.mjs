// n8n's own command line tool for community nodes: whether the package may be verified for n8n's cloud, and its lint,
// which is part of that. The tool is too heavy for the workspace, so it lives in a cache folder.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { install } from '../../harness/n8n/engine-cache.mjs';

const root = join(import.meta.dirname, '../..');
const folder = install('@n8n/node-cli', '0.48.3');
const tool = join(folder, 'node_modules/@n8n/node-cli/bin/n8n-node.mjs');

// What the tool says is read below: without colours, which it uses where CI is set, too. It runs ESLint through the
// package manager that started this script, and pnpm would first set up the copy as a project of its own.
const env = { ...process.env, NO_COLOR: '1' };
delete env.npm_config_user_agent;

const run = (command, cwd) => {
  const options = { cwd, env, encoding: 'utf8' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [tool, command], options);
  process.stdout.write(stdout + stderr);
  return { status, output: stdout };
};

/** What the package consists of. The tool lints each file of its folder, the workspace's other packages, too. */
function copyOfPackage() {
  const copy = join(folder, 'package');
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy);
  const parts = ['package.json', 'eslint.config.mjs', 'tsconfig.base.json', 'nodes', 'credentials', 'icons'];
  for (const part of parts) cpSync(join(root, part), join(copy, part), { recursive: true });
  // The tool's own dependencies, and the shared package.
  symlinkSync('../node_modules', join(copy, 'node_modules'));
  const shared = join(folder, 'node_modules/@kling-elements');
  rmSync(shared, { recursive: true, force: true });
  mkdirSync(shared);
  symlinkSync(join(root, 'validation'), join(shared, 'validation'));
  return copy;
}

const { output } = run('cloud-support', root);
const isEligible = /Status: .*\beligible\b/.test(output) && !output.includes('NOT eligible');
const { status } = run('lint', copyOfPackage());
process.exitCode = isEligible && status === 0 ? 0 : 1;
