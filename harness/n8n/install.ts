// Installs n8n once, in the cache folder: with almost 3 GB, it is too large for the workspace.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { cacheFolder } from '../cache-folder.ts';

export const n8nVersion = '2.41.1';

/** Where n8n is installed. */
export const n8nFolder = join(cacheFolder, `n8n-${n8nVersion}`);
/** The script that Node runs to start n8n. */
export const n8nProgram = join(n8nFolder, 'node_modules/n8n/bin/n8n');

/** The Node in use as a package: sqlite3 is compiled against the headers in it. */
const nodePackage = `node-${process.platform}-${process.arch}`;

/** Installs into a temporary folder and renames it when complete, so that an interrupted install is never used. */
export function installN8n(): void {
  if (existsSync(n8nFolder)) return;
  mkdirSync(cacheFolder, { recursive: true });
  const building = mkdtempSync(`${n8nFolder}-`);
  try {
    process.stdout.write(`Installing n8n ${n8nVersion} into ${n8nFolder}: this takes a few minutes, once.\n`);
    writeFileSync(join(building, 'package.json'), '{ "private": true }\n');
    const npm = (...args: readonly string[]) => {
      execFileSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
        cwd: building,
        stdio: 'inherit',
        env: { ...process.env, npm_config_nodedir: join(building, 'node_modules', nodePackage) },
      });
    };
    npm('install', '--ignore-scripts', `n8n@${n8nVersion}`, `${nodePackage}@${process.versions.node}`);
    // sqlite3 is the only one of n8n's native modules that is needed here.
    npm('rebuild', 'sqlite3');
    if (!existsSync(n8nFolder)) renameSync(building, n8nFolder);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}
