// n8n's community scanner on both things it looks at: the sources, and what is published.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { install } from '../../harness/n8n/engine-cache.mjs';

const root = join(import.meta.dirname, '../..');
const scanner = '@n8n/scan-community-package';
const folder = install(scanner, '0.32.0');
const { analyzePackage, SOURCE_FILE_PATTERNS } = await import(
  join(folder, 'node_modules', scanner, 'scanner', 'scanner.mjs')
);

const unpacked = mkdtempSync(join(tmpdir(), 'kling-elements-'));
let failed = false;
try {
  const packing = ['pack', '--ignore-scripts', '--silent', '--pack-destination', unpacked];
  const tarball = execFileSync('npm', packing, { cwd: root, encoding: 'utf8' }).trim().split('\n').at(-1);
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1'], { cwd: unpacked });
  const legs = [
    ['source', root, SOURCE_FILE_PATTERNS],
    ['tarball', unpacked, ['**/*.js', 'package.json']],
  ];
  for (const [leg, where, patterns] of legs) {
    const { passed, message, details } = await analyzePackage(where, patterns);
    console.log(passed ? `${leg}: passed` : `${leg}: ${message}\n${details ?? ''}`);
    failed ||= !passed;
  }
} finally {
  rmSync(unpacked, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
