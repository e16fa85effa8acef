// Installs n8n itself into the cache folder, unless it is there: some 3 GB, so not into the workspace.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { cacheFolder } from '../cache-folder.ts';

export const n8nVersion = '2.41.1';

/** Where n8n is installed. */
export const n8nFolder = join(cacheFolder, `n8n-${n8nVersion}`);
/** What Node has to run to have n8n. */
export const n8nProgram = join(n8nFolder, 'node_modules/n8n/bin/n8n');

/** The folder of the Node in use that holds `include/node`: sqlite3 is compiled against it. */
function nodeFolder(): string {
  const node = createRequire(createRequire(import.meta.url).resolve('node/package.json'));
  return dirname(node.resolve(`node-${process.platform}-${process.arch}/package.json`));
}

/** Installs beside its place and moves it there when it is whole, so that an interrupted one is never used. */
export function installN8n(): void {
  if (existsSync(n8nFolder)) return;
  mkdirSync(cacheFolder, { recursive: true });
  const building = mkdtempSync(`${n8nFolder}-`);
  try {
    process.stdout.write(`Installing n8n ${n8nVersion} into ${n8nFolder}: some minutes, once.\n`);
    writeFileSync(join(building, 'package.json'), '{ "private": true }\n');
    const npm = (...words: readonly string[]) => {
      execFileSync('npm', [...words, '--no-audit', '--no-fund', '--loglevel=error'], {
        cwd: building,
        stdio: 'inherit',
        env: { ...process.env, npm_config_nodedir: nodeFolder() },
      });
    };
    // Of its many native parts n8n needs only sqlite3 here.
    npm('install', '--ignore-scripts', `n8n@${n8nVersion}`);
    npm('rebuild', 'sqlite3');
    if (!existsSync(n8nFolder)) renameSync(building, n8nFolder);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}
