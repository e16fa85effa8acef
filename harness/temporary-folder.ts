import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Creates a folder, for a ledger or as a working folder. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'kling-elements-'));
}
