import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** Packs our package as it would be published. @returns the tarball */
export function packOurs(into: string): string {
  execFileSync(process.execPath, ['scripts/build/nodes.mjs'], { cwd: root, stdio: 'pipe' });
  const words = ['pack', '--json', '--ignore-scripts', '--pack-destination', into];
  const [packed] = JSON.parse(execFileSync('npm', words, { cwd: root, encoding: 'utf8' })) as [
    { filename: string },
  ];
  return join(into, packed.filename);
}

/** Installs the tarball in n8n's folder for community packages, as n8n does. */
export function installOurs(tarball: string, userFolder: string): void {
  const nodes = join(userFolder, '.n8n/nodes');
  rmSync(nodes, { recursive: true, force: true });
  mkdirSync(nodes, { recursive: true });
  writeFileSync(join(nodes, 'package.json'), '{ "name": "installed-nodes", "private": true }\n');
  // With its peer dependency npm would install a second n8n-workflow; n8n's own copy is the one to use.
  const options = ['--ignore-scripts', '--omit=peer', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['install', ...options, tarball], { cwd: nodes, stdio: 'pipe' });
}
