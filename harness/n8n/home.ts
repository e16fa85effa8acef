import { cpSync } from 'node:fs';

import { temporaryFolder } from '../temporary-folder.ts';
import { startN8n } from './n8n.ts';
import { installOurs, packOurs } from './package.ts';

/** Makes a folder that n8n can be started on: our package in it, the database made, the owner there. */
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
