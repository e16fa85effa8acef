import { room, testTimeout } from './room.mjs';

/** Every test that needs nothing beyond the workspace. */
export default {
  projects: [
    room('validation', 'validation/**/*.test.ts'),
    room('sandbox', 'sandbox/**/*.test.ts'),
    room('gateway', 'gateway/**/*.test.ts'),
    // The schema again, without the fast path.
    { ...room('yoga-path', 'gateway/graphql/schema/**/*.test.ts'), globals: { onYogaPath: true } },
    room('scripts', 'scripts/**/*.test.ts'),
    room('nodes', 'test/nodes/unit/**/*.test.ts'),
    room('cases', 'test/cases/**/*.test.ts'),
    room('system', 'test/system/**/*.test.ts'),
  ],
  testTimeout,
};
