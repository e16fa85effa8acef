// Compiles the package in the current folder into its dist: ES modules and their types, of what its entries reach.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';

rmSync('dist', { recursive: true, force: true });
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
execFileSync(process.execPath, [tsc, '--build', 'tsconfig.build.json'], { stdio: 'inherit' });
rmSync('dist/tsconfig.build.tsbuildinfo');
