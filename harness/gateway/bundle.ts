import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { launch, type RunningProcess } from '../process.ts';

const root = join(import.meta.dirname, '../..');

/** Builds what `pnpm start` runs. */
export function buildGateway(): void {
  execFileSync(process.execPath, ['scripts/build/gateway.mjs'], { cwd: root, stdio: 'pipe' });
}

/** Runs what `pnpm start` runs after building, in a new folder, with no settings but these. */
export function launchGateway(environment: Readonly<Record<string, string>>): RunningProcess {
  return launch([process.execPath, join(root, 'gateway/dist/start.js')], environment);
}
