// Bundles what runs: the gateway with the sandbox as a chunk that is only loaded when needed, and the sandbox alone.
// npm packages go in too: reading their hundreds of files is most of what a start costs. Those that not every start
// needs stay outside, found in the room's own node_modules.
import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { build } from 'esbuild';

const root = join(import.meta.dirname, '../..');

const bundle = (room, entryPoints, loadedWhenNeeded) => {
  rmSync(join(root, room, 'dist'), { recursive: true, force: true });
  return build({
    absWorkingDir: root,
    entryPoints,
    outdir: `${room}/dist`,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    external: loadedWhenNeeded,
    // CommonJS packages ask for Node's modules by `require`.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
    },
    loader: { '.graphql': 'text' },
    logLevel: 'warning',
  });
};

await Promise.all([
  bundle('gateway', { start: 'scripts/start/main.ts' }, [
    '@graphql-yoga/render-graphiql',
    'jose',
    'pg',
    'pino-pretty',
  ]),
  bundle('sandbox', { main: 'sandbox/main.ts' }, []),
]);
