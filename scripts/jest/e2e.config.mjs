import { room, testTimeout } from './room.mjs';

/** The whole system under faults, on both stores. */
export default {
  // A test that fails may leave servers behind; the run has to end all the same.
  forceExit: true,
  projects: [room('e2e', 'test/e2e/**/*.test.ts')],
  testTimeout,
};
