// What the tests of the n8n package need of n8n is too heavy for the workspace: it lives in a cache folder.
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { cacheFolder } from '../cache-folder.ts';
import { installDependencies } from '../install-dependencies.ts';

/** The engine of the oldest n8n that is supported, and of the newest that is tested. */
export const engines = { oldest: '2.30.0', newest: '2.41.1' };

/** Where a package with all that it needs is installed. */
export const folderOf = (name, version) =>
  join(cacheFolder, `${name.replace(/^@/, '').replace('/', '-')}-${version}`);

/** Installs a package into the cache unless it is there; its install scripts are not run. */
export const install = (name, version) =>
  installDependencies(folderOf(name, version), { private: true, dependencies: { [name]: version } });

/** Puts the built package where n8n has community packages: beside n8n's own. */
export function installOurs(folder, root) {
  const ours = join(folder, 'node_modules', 'n8n-nodes-kling-elements');
  rmSync(ours, { recursive: true, force: true });
  mkdirSync(ours, { recursive: true });
  for (const part of ['dist', 'package.json']) {
    cpSync(join(root, part), join(ours, part), { recursive: true });
  }
}
