// `node scripts/test.mjs SUITE [jest's options]` runs one suite of scripts/jest with native ES modules.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [suite, ...options] = process.argv.slice(2);
const config = join(import.meta.dirname, 'jest', `${suite}.config.mjs`);
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const { status, signal } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    jest,
    '--config',
    config,
    ...options.filter((option) => option !== '--'),
  ],
  { stdio: 'inherit' },
);
process.exitCode = signal === null ? (status ?? 1) : 1;
