import { room, testTimeout } from './room.mjs';

/** Tests in a real browser: Debian's chromium, or the one that CHROMIUM_PATH names. */
export default {
  projects: [room('browser', 'test/browser/**/*.test.ts')],
  testTimeout,
};
