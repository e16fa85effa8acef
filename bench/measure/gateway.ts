import { join } from 'node:path';

import { buildGateway } from '../../harness/gateway/bundle.ts';
import { freePort } from '../../harness/free-port.ts';
import { temporaryFolder } from '../../harness/temporary-folder.ts';
import { type Program, startProgram } from './program.ts';

const bundle = join(import.meta.dirname, '../../gateway/dist/start.js');
/** As in `pnpm start`. */
const youngGeneration = '--max-semi-space-size=4';
let built = false;

/** The command that starts our gateway as in production: its bundle, built once per run. */
export function gatewayWords(): readonly string[] {
  if (!built) buildGateway();
  built = true;
  return [process.execPath, youngGeneration, bundle];
}

/**
 * The settings of a gateway in production: an embedded ledger (in a new folder, unless `DATA_DIR` names one), and the
 * defaults for callbacks, metrics and logging.
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

/** Starts our gateway on the measured core. @param settings added to those of production, or overriding them */
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
