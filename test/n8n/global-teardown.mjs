import { rmSync } from 'node:fs';

import { killAll } from '../../harness/process.ts';

/** Ends the n8n that the test files have shared, and removes what the suite has made. */
export default function tearDown() {
  killAll();
  rmSync(process.env.TMPDIR, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
