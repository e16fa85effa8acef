import { room, testTimeout } from './room.mjs';

/** The whole system under faults, on both stores. */
export default {
  projects: [room('e2e', 'test/e2e/**/*.test.ts')],
  testTimeout,
};
