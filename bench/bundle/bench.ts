import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { build, version } from 'esbuild';

import { judge } from '../measure/goal.ts';
import { formatNumber } from '../measure/format.ts';
import { row, table } from '../measure/table.ts';

const root = join(import.meta.dirname, '../..');

/** The package or own folder that a bundled file comes from. */
function originOf(path: string): string {
  const [, npmPackage] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
  const [, folder] = /^validation\/(?:([^/]+)\/)?/.exec(path) ?? [];
  return npmPackage ?? `validation/${folder ?? ''}`;
}

/** What a page loads to use the validation package. */
export async function bench(): Promise<{ versions: string; body: string }> {
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['validation/index.ts'],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    metafile: true,
    write: false,
    outfile: 'validation.js',
    logLevel: 'silent',
  });
  const [file] = outputFiles;
  const [output] = Object.values(metafile.outputs);
  if (file === undefined || output === undefined) throw new Error('Nothing was bundled.');
  const sizes = new Map<string, number>();
  for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) {
    const origin = originOf(path);
    sizes.set(origin, (sizes.get(origin) ?? 0) + bytesInOutput);
  }
  const kB = (bytes: number) => formatNumber(bytes / 1000, 1);
  const rows = [...sizes]
    .sort(([, one], [, other]) => other - one)
    .map(([origin, bytes]) => row(origin, kB(bytes)));
  const size = file.contents.length;
  return {
    versions: `esbuild ${version}`,
    body: `
All that the validation package exports, bundled and minified for browsers; ${kB(gzipSync(file.contents).length)} kB with gzip.

${table(['what is in it', 'kB, minified'], ...rows, row('**in all**', kB(size)))}

${judge('the whole', size / 1000, { atMost: 60 }, { unit: ' kB', digits: 1 })}
`,
  };
}
