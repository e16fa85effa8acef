import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { beforeAll, describe, expect, test } from '@jest/globals';

import { temporaryFolder } from '../../harness/temporary-folder.ts';
import { filesIn, installTarballs, pack, published } from './pack.ts';

const bin = (name: string) => join(import.meta.dirname, '../../node_modules/.bin', name);
const run = (command: string, words: readonly string[], cwd: string) => {
  const { status, stdout, stderr } = spawnSync(command, words, { cwd, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
};

const nodeTypes = createRequire(import.meta.url)('@types/node/package.json') as { version: string };

const tarballs = new Map<string, string>();
const tarballOf = (folder: string) => tarballs.get(folder) ?? '';

beforeAll(() => {
  const into = temporaryFolder();
  for (const folder of published) tarballs.set(folder, pack(folder, into));
}, 300_000);

describe.each(published)('the packed package of %s', (folder) => {
  test(`publint finds nothing wrong with the package of ${folder}`, () => {
    expect(run(bin('publint'), [tarballOf(folder), '--strict'], temporaryFolder())).toMatchObject({
      status: 0,
    });
  }, 60_000);

  test(`are-the-types-wrong finds nothing wrong with the package of ${folder}`, () => {
    const words = [tarballOf(folder), '--profile', 'esm-only'];
    expect(run(bin('attw'), words, temporaryFolder())).toMatchObject({ status: 0 });
  }, 60_000);

  test(`the package of ${folder} holds its licence, its README and what was built, and no sources`, () => {
    const files = filesIn(tarballOf(folder));
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']));
    const rest = files.filter((file) => !['LICENSE', 'README.md', 'package.json'].includes(file));
    expect(rest.filter((file) => !file.startsWith('dist/'))).toEqual([]);
    expect(rest.filter((file) => /(\.test\.|(?<!\.d)\.ts$|tsbuildinfo)/.test(file))).toEqual([]);
  });
});

test.each(['gateway', '.'])(
  'the package of %s names the licences of the packages bundled into it',
  (folder) => {
    expect(filesIn(tarballOf(folder))).toContain('dist/THIRD-PARTY-LICENSES.txt');
  },
);

test('the installed libraries type-check with the strictest settings and run', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  installTarballs(folder, [
    tarballOf('validation'),
    tarballOf('sandbox'),
    `@types/node@${nodeTypes.version}`,
  ]);
  writeFileSync(
    join(folder, 'use.ts'),
    `import { startSandbox } from '@kling-elements/sandbox';
import { parseCreateElement, type Issue } from '@kling-elements/validation';
const sandbox = await startSandbox({ port: 0 });
const answer = await fetch(sandbox.url + '/sandbox');
await sandbox.close();
const issues: readonly Issue[] | undefined = undefined;
console.log(answer.status, typeof parseCreateElement, issues);
`,
  );
  const options = ['--target', 'es2024', '--module', 'nodenext', '--strict', '--skipLibCheck', 'false'];
  expect(run(bin('tsc'), [...options, '--types', 'node', 'use.ts'], folder)).toEqual({
    status: 0,
    output: '',
  });
  expect(run(process.execPath, ['use.js'], folder)).toEqual({
    status: 0,
    output: '200 function undefined\n',
  });
}, 180_000);
