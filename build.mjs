// Bundles what runs: the gateway with the sandbox as a chunk that is only loaded when needed, and the sandbox alone.
// The workspace's own packages go in; a room's npm packages stay outside, found in its own node_modules.
import { readFileSync, rmSync } from 'node:fs';

import { build } from 'esbuild';

const npmPackagesOf = (room) =>
  Object.keys(JSON.parse(readFileSync(`${room}/package.json`, 'utf8')).dependencies).filter(
    (name) => !name.startsWith('@kling-elements/'),
  );

const bundle = (room, entryPoints) => {
  rmSync(`${room}/dist`, { recursive: true, force: true });
  return build({
    absWorkingDir: import.meta.dirname,
    entryPoints,
    outdir: `${room}/dist`,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    external: npmPackagesOf(room),
    loader: { '.graphql': 'text' },
    logLevel: 'warning',
  });
};

process.chdir(import.meta.dirname);
await Promise.all([
  bundle('gateway', { start: 'start/main.ts' }),
  bundle('sandbox', { main: 'sandbox/main.ts' }),
]);
