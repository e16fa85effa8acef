// Bundles the n8n package: one readable CommonJS file for each node and credential, with the shared package inside.
import { cpSync, globSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { build } from 'esbuild';

import { writeThirdPartyLicenses } from './third-party-licenses.mjs';

const root = join(import.meta.dirname, '../..');
process.chdir(root);
rmSync('dist', { recursive: true, force: true });

const { metafile } = await build({
  entryPoints: [...globSync('nodes/*/*.node.ts'), ...globSync('credentials/*.credentials.ts')],
  outdir: 'dist',
  outbase: '.',
  bundle: true,
  metafile: true,
  format: 'cjs',
  platform: 'node',
  target: 'node22',
  external: ['n8n-workflow'],
  // zod keeps its settings on globalThis, which n8n's scanner refuses: an object of our own does, and keeps our
  // settings apart from those of n8n's zod.
  define: { globalThis: 'privateGlobal' },
  inject: ['scripts/build/private-global.mjs'],
  charset: 'utf8',
  legalComments: 'inline',
  logLevel: 'warning',
});

// The repository's files are ES modules, these are not.
writeFileSync('dist/package.json', '{ "type": "commonjs" }\n');
writeThirdPartyLicenses(root, [metafile], 'dist/THIRD-PARTY-LICENSES.txt');
const files = ['nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json', 'icons/*.svg'];
for (const file of files.flatMap((pattern) => globSync(pattern))) {
  mkdirSync(dirname(`dist/${file}`), { recursive: true });
  cpSync(file, `dist/${file}`);
}

const bundles = globSync('dist/**/*.js').map((file) => ({ file, kB: statSync(file).size / 1000 }));
for (const { file, kB } of bundles) console.log(`${kB.toFixed(0).padStart(5)} kB  ${file}`);
console.log(
  `${bundles
    .reduce((sum, { kB }) => sum + kB, 0)
    .toFixed(0)
    .padStart(5)} kB  in all`,
);
