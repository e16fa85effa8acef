import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes a new folder, for a ledger or as a working folder. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'kling-elements-'));
}
