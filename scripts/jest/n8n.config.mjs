import { room, testTimeout } from './room.mjs';

/** Our package in a real n8n, which is installed into a cache folder at the first time. */
export default {
  projects: [room('n8n', 'test/n8n/**/*.test.ts')],
  globalSetup: '<rootDir>/test/n8n/global-setup.mjs',
  globalTeardown: '<rootDir>/test/n8n/global-teardown.mjs',
  testTimeout,
};
