// `pnpm n8n`: a local n8n with the nodes, on port 5678. Its data stays in data/n8n.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { temporaryFolder } from '../temporary-folder.ts';
import { installN8n, n8nProgram } from './install.ts';
import { environmentOf } from './n8n.ts';
import { installOurs, packOurs } from './package.ts';

const home = join(import.meta.dirname, '../../data/n8n');
const port = Number(process.env.N8N_PORT ?? 5678);

installN8n();
installOurs(packOurs(temporaryFolder()), home);
process.stdout.write(
  `n8n starts at http://127.0.0.1:${port}. To try it without a Kling account, also run "pnpm sandbox": ` +
    'Base URL http://127.0.0.1:4010, API key sandbox-key.\n',
);
const settings = await environmentOf({ home, port });
const n8n = spawn(process.execPath, [n8nProgram, 'start'], {
  env: { ...settings, ...process.env, N8N_USER_FOLDER: home, HOME: home },
  stdio: 'inherit',
});
// A terminal sends Ctrl+C to n8n as well, which then ends on its own.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => n8n.kill());
await once(n8n, 'close');
process.exitCode = n8n.exitCode ?? 1;
