import { join } from 'node:path';

import { room, testTimeout } from './room.mjs';

const folder = join(import.meta.dirname, '../../test/n8n');

/** Our package in a real n8n, which is installed into a cache folder at the first time. */
export default {
  projects: [room('n8n', 'test/n8n/**/*.test.ts')],
  globalSetup: join(folder, 'global-setup.mjs'),
  globalTeardown: join(folder, 'global-teardown.mjs'),
  testTimeout,
};
