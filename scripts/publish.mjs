// Publishes every package whose version the registry does not have yet: packed by pnpm, which applies `publishConfig`
// and runs `prepack`; sent by npm, which adds the provenance that n8n demands.
import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const tarballs = mkdtempSync(join(tmpdir(), 'kling-elements-'));

function isPublished(name, version) {
  const { status, stdout, stderr } = spawnSync('npm', ['view', `${name}@${version}`, 'version'], {
    encoding: 'utf8',
  });
  if (status === 0) return stdout.trim() === version;
  if (stderr.includes('E404')) return false;
  throw new Error(`It is not known whether ${name} ${version} is published:\n${stderr}`);
}

try {
  for (const folder of ['validation', 'sandbox', 'gateway', '.']) {
    const cwd = join(root, folder);
    const { name, version } = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8'));
    if (isPublished(name, version)) {
      console.log(`${name} ${version} is published already.`);
      continue;
    }
    const into = join(tarballs, name);
    execFileSync('npx', ['--yes', 'pnpm@12', 'pack', '--pack-destination', into], { cwd, stdio: 'inherit' });
    const [tarball] = globSync('*.tgz', { cwd: into });
    const options = ['--provenance', '--access', 'public', ...process.argv.slice(2)];
    execFileSync('npm', ['publish', join(into, tarball), ...options], { stdio: 'inherit' });
  }
} finally {
  rmSync(tarballs, { recursive: true, force: true });
}
