// The licences of the npm packages whose code is in a bundle, as they ask for: each with its copyright line.
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Writes the licences of all npm packages in the bundles to a file.
 *
 * @param metafiles what esbuild says is in each bundle
 * @throws Error naming a package that says nothing about its licence
 */
export function writeThirdPartyLicenses(root, metafiles, file) {
  const inputs = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap((output) =>
      Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
    ),
  );
  const folders = new Set(
    inputs.filter((path) => path.includes('node_modules/')).map((path) => packageOf(join(root, path))),
  );
  const entries = new Map([...folders].map(describe).sort(([a], [b]) => a.localeCompare(b)));
  writeFileSync(
    file,
    [
      'This package contains code of the packages below.',
      ...[...entries].map(([name, text]) => `${name}\n\n${text}`),
    ].join(`\n\n${'-'.repeat(80)}\n\n`) + '\n',
  );
}

/** The folder of the npm package that a file is part of: packages have more manifests inside, without a version. */
function packageOf(path) {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && 'version' in JSON.parse(readFileSync(manifest, 'utf8'))) return folder;
  }
  throw new Error(`${path} is in no npm package.`);
}

function describe(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = globSync('{LICENSE,LICENCE,License,license,COPYING,NOTICE}*', { cwd: folder })
    .filter((file) => /^(licen[cs]e|copying|notice)([.-](md|txt|mit|apache.*))?$/i.test(file))
    .sort();
  if (license === undefined && texts.length === 0) throw new Error(`${name} ${version} names no licence.`);
  const owner = typeof author === 'object' ? author.name : author;
  const text =
    texts.length === 0
      ? `Copyright ${owner ?? `the authors of ${name}`}`
      : texts.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n');
  return [`${name} ${version} (${license ?? 'licence below'})`, text];
}
