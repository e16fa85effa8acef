// The parts of n8n that the nodes' tests need are too heavy for the workspace: they are installed in a cache folder.
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { cacheFolder } from '../cache-folder.ts';
import { installDependencies } from '../install-dependencies.ts';

/** The engines of the oldest supported and the newest tested n8n. */
export const engines = { oldest: '2.30.0', newest: '2.41.1' };

/** The folder of a package with its dependencies. */
export const folderOf = (name, version) =>
  join(cacheFolder, `${name.replace(/^@/, '').replace('/', '-')}-${version}`);

/** Installs a package in the cache, once, without running install scripts. */
export const install = (name, version) =>
  installDependencies(folderOf(name, version), { private: true, dependencies: { [name]: version } });

/** Copies the built package to where n8n has community packages: next to n8n's own. */
export function installOurs(folder, root) {
  const target = join(folder, 'node_modules', 'n8n-nodes-kling-elements');
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const part of ['dist', 'package.json']) {
    cpSync(join(root, part), join(target, part), { recursive: true });
  }
}
