import { join } from 'node:path';

import { buildGateway } from '../../harness/gateway/bundle.ts';
import { freePort } from '../../harness/free-port.ts';
import { temporaryFolder } from '../../harness/temporary-folder.ts';
import { type Program, startProgram } from './program.ts';

const bundle = join(import.meta.dirname, '../../gateway/dist/start.js');
/** As in `pnpm start`. */
const youngMemory = '--max-semi-space-size=4';
let built = false;

/** The words that start our own gateway as people run it: its bundle, built anew once in a run. */
export function gatewayWords(): readonly string[] {
  if (!built) buildGateway();
  built = true;
  return [process.execPath, youngMemory, bundle];
}

/**
 * The settings of a gateway in production before an upstream: an embedded ledger (in a fresh folder unless `DATA_DIR`
 * says where), callbacks, metrics and logging as they are by themselves.
 */
export async function gatewayEnvironment(
  upstreamUrl: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<{ readonly url: string; readonly environment: Readonly<Record<string, string>> }> {
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    environment: {
      NODE_ENV: 'production',
      PORT: port,
      PUBLIC_URL: url,
      KLING_API_KEY: 'bench-key',
      KLING_BASE_URL: upstreamUrl,
      ALLOW_PRIVATE_URLS: '1',
      DATA_DIR: temporaryFolder(),
      ...settings,
    },
  };
}

/** Starts our own gateway on the measured core. @param settings beside, or in place of, those of production */
export async function startGateway(
  upstreamUrl: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Program> {
  const { url, environment } = await gatewayEnvironment(upstreamUrl, settings);
  return await startProgram({
    words: gatewayWords(),
    environment,
    core: 'measured',
    served: { url, path: '/health/ready' },
  });
}
