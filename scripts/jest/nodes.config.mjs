import { engines, folderOf } from '../../harness/n8n/engine-cache.mjs';
import { room, testTimeout } from './room.mjs';

/** The bundled nodes, run by n8n's own engine: that of the oldest supported n8n, and the newest. */
export default {
  projects: Object.values(engines).map((version) => ({
    ...room(`n8n-core ${version}`, 'test/nodes/engine/**/*.test.ts'),
    globals: { n8nCore: { folder: folderOf('n8n-core', version) } },
  })),
  testTimeout,
};
