import { room } from './test/setup/jest-room.mjs';

/** Every test that needs nothing beyond the workspace. */
export default {
  projects: [
    room('validation', 'validation/**/*.test.ts'),
    room('sandbox', 'sandbox/**/*.test.ts'),
    room('gateway', 'gateway/**/*.test.ts'),
    room('start', 'start/**/*.test.ts'),
    room('nodes', 'test/nodes/unit/**/*.test.ts'),
    room('cases', 'test/cases/**/*.test.ts'),
    room('system', 'test/system/**/*.test.ts'),
  ],
};
