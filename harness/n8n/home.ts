import { cpSync } from 'node:fs';

import { temporaryFolder } from '../temporary-folder.ts';
import { startN8n } from './n8n.ts';
import { installOurs, packOurs } from './package.ts';

/** Creates a user folder for n8n, with our package installed, a database and an owner. */
export async function makeHome(): Promise<string> {
  const home = temporaryFolder();
  installOurs(packOurs(temporaryFolder()), home);
  const n8n = await startN8n({ home });
  await n8n.stop();
  return home;
}

export function copyOfHome(home: string): string {
  const copy = temporaryFolder();
  cpSync(home, copy, { recursive: true });
  return copy;
}
