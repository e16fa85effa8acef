import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** The folders of what is published. */
export const published = ['validation', 'sandbox', 'gateway', '.'] as const;

/** Packs a package as its publication does, `prepack` included, and gives the tarball's path. */
export function pack(folder: (typeof published)[number], into: string): string {
  const { name, version } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  const options = ['--yes', 'pnpm@12', 'pack', '--pack-destination', into];
  execFileSync('npx', options, { cwd: join(root, folder), stdio: 'pipe' });
  return join(into, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
}

/** Installs packages with npm, as somebody does who has nothing of this repository. */
export function installTarballs(folder: string, packages: readonly string[]): void {
  const options = ['--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['install', ...options, ...packages], { cwd: folder, stdio: 'pipe' });
}

/** The names of the files in a tarball. */
export function filesIn(tarball: string): string[] {
  const list = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' });
  return list
    .trim()
    .split('\n')
    .map((file) => file.replace(/^package\//, ''));
}
