import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Installs what is too heavy for the workspace with npm, once, in a folder of its own. Install scripts are not run.
 *
 * @param manifest the folder's package.json; its versions are exact, and the folder's name changes with them
 * @returns the folder
 */
export function installDependencies(folder: string, manifest: object): string {
  const mark = join(folder, 'installed');
  if (existsSync(mark)) return folder;
  process.stdout.write(`Installing into ${folder}\n`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['install', ...options], { cwd: folder, stdio: 'inherit' });
  writeFileSync(mark, '');
  return folder;
}
