// Bundles the gateway, with the sandbox as a chunk that is only loaded when needed. npm packages go in too: reading
// their hundreds of files is most of what a start costs. Those that not every start needs stay outside: they are the
// package's dependencies.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { build } from 'esbuild';

import { writeThirdPartyLicenses } from './third-party-licenses.mjs';

const root = join(import.meta.dirname, '../..');
const { dependencies } = JSON.parse(readFileSync(join(root, 'gateway/package.json'), 'utf8'));

rmSync(join(root, 'gateway/dist'), { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { start: 'scripts/start/main.ts', bin: 'scripts/start/bin.ts' },
  outdir: 'gateway/dist',
  bundle: true,
  splitting: true,
  metafile: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  external: Object.keys(dependencies),
  // CommonJS packages ask for Node's modules by `require`.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
  },
  loader: { '.graphql': 'text' },
  logLevel: 'warning',
});
writeThirdPartyLicenses(root, [metafile], join(root, 'gateway/dist/THIRD-PARTY-LICENSES.txt'));
