// What the tests of the n8n package need of n8n is too heavy for the workspace: it lives in a cache folder.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { cacheFolder } from '../setup/cache-folder.ts';

/** The engine of the oldest n8n that is supported, and of the newest that is tested. */
export const engines = { oldest: '2.30.0', newest: '2.41.1' };

/** Where a package with all that it needs is installed. */
export const folderOf = (name, version) =>
  join(cacheFolder, `${name.replace(/^@/, '').replace('/', '-')}-${version}`);

/** Installs a package into the cache unless it is there; its install scripts are not run. */
export function install(name, version) {
  const folder = folderOf(name, version);
  if (existsSync(join(folder, 'installed'))) return folder;
  console.log(`Installing ${name} ${version} into ${folder}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['install', ...options, `${name}@${version}`], { cwd: folder, stdio: 'inherit' });
  writeFileSync(join(folder, 'installed'), '');
  return folder;
}

/** Puts the built package where n8n has community packages: beside n8n's own. */
export function installOurs(folder, root) {
  const ours = join(folder, 'node_modules', 'n8n-nodes-kling-elements');
  rmSync(ours, { recursive: true, force: true });
  mkdirSync(ours, { recursive: true });
  for (const part of ['dist', 'package.json']) {
    cpSync(join(root, part), join(ours, part), { recursive: true });
  }
}
