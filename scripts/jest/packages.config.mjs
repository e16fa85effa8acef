import { room, testTimeout } from './room.mjs';

/** What is published, as it is published: packed, and installed from the tarballs. */
export default {
  projects: [room('packages', 'test/packages/**/*.test.ts')],
  testTimeout,
};
