import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { loadEnvironment } from './environment.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'environment-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('the environment takes precedence over the file .env', async () => {
  await writeFile(join(folder, '.env'), '# mine\nPORT=5000\nHOST="::1"\nLOG_LEVEL=debug\n');
  const environment = loadEnvironment({ PORT: '6000', LOG_LEVEL: '' }, folder);
  expect(environment).toEqual({ PORT: '6000', HOST: '::1', LOG_LEVEL: '' });
});

test('without a file .env, the environment alone counts', () => {
  expect(loadEnvironment({ PORT: '6000' }, folder)).toEqual({ PORT: '6000' });
});

test('a .env that cannot be read is reported in one line', async () => {
  await mkdir(join(folder, '.env'));
  expect(() => loadEnvironment({}, folder)).toThrow(/^Cannot read \S+\.env \(EISDIR\)\. [^\n]+$/);
});
