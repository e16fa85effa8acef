// The contenders' packages are too heavy for the workspace: npm installs them once, in the cache folder.
import { createHash } from 'node:crypto';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { cacheFolder } from '../../harness/cache-folder.ts';
import { installDependencies } from '../../harness/install-dependencies.ts';
import { freePort } from '../../harness/free-port.ts';
import { temporaryFolder } from '../../harness/temporary-folder.ts';
import { launch } from '../../harness/process.ts';
import { type Program, startProgram } from './program.ts';

const sources = join(import.meta.dirname, '../contenders');
const text = readFileSync(join(sources, 'package.json'), 'utf8');
const manifest = JSON.parse(text) as { dependencies: Readonly<Record<string, string>> };

const shortHash = (what: string) => createHash('sha256').update(what).digest('hex').slice(0, 12);

/** The versions of the contenders' packages, as a table's heading names them: `graphql-yoga 5.24.1, got 16.1.0`. */
export function versionsOf(...names: readonly string[]): string {
  return names.map((name) => `${name} ${manifest.dependencies[name] ?? ''}`).join(', ');
}

let prepared: string | undefined;

/** Installs the contenders' packages if necessary. @returns the folder with the contenders' programs */
export function contendersFolder(): string {
  if (prepared !== undefined) return prepared;
  const folder = installDependencies(join(cacheFolder, `contenders-${shortHash(text)}`), manifest);
  // Node finds packages by the folder of the program.
  prepared = join(folder, `programs-${shortHash(sources)}`);
  cpSync(sources, prepared, { recursive: true });
  return prepared;
}

/** The path of a program in the contenders' packages. */
export function contendersProgram(path: string): string {
  return join(contendersFolder(), '../node_modules', path);
}

/**
 * Starts `bench/contenders/<name>.mjs` on the measured core. It prints `ready <URL>` on a line of its own when it
 * serves.
 */
export function startContender(
  name: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Program> {
  return startProgram({
    words: [process.execPath, join(contendersFolder(), `${name}.mjs`)],
    environment,
    core: 'measured',
  });
}

/** Composes what Hive Gateway serves from the API's description (`hive/kling.openapi.json`). @returns the file */
async function composeForHive(environment: Readonly<Record<string, string>>): Promise<string> {
  const supergraph = join(temporaryFolder(), 'supergraph.graphql');
  const composing = launch(
    [
      process.execPath,
      contendersProgram('@graphql-mesh/compose-cli/esm/bin.js'),
      ...['-c', join(contendersFolder(), 'hive/compose.mjs'), '-o', supergraph],
    ],
    environment,
  );
  const code = await composing.exited();
  if (code !== 0) throw new Error(`Composing ended with ${String(code)}:\n${composing.output()}`);
  return supergraph;
}

/** Hive Gateway over the upstream, with its webhooks and subscriptions. */
export async function startHive(
  upstreamUrl: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Program> {
  const environment = { UPSTREAM_URL: upstreamUrl };
  const supergraph = await composeForHive(environment);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  return await startProgram({
    words: [
      process.execPath,
      contendersProgram('@graphql-hive/gateway/dist/bin.js'),
      ...['supergraph', supergraph, '-c', join(contendersFolder(), 'hive/gateway.mjs')],
      ...['--host', '127.0.0.1', '--port', String(port)],
    ],
    environment: { ...environment, ...settings },
    core: 'measured',
    served: { url, path: '/readiness' },
  });
}
