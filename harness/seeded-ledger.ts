import { openSqliteLedger } from '@kling-elements/gateway/ledger/sqlite';
import type { Task } from '@kling-elements/validation';

import { temporaryFolder } from './temporary-folder.ts';

/** Creates an embedded ledger with these tasks. @returns its folder, for `DATA_DIR` */
export async function seedLedger(tasks: readonly Task[]): Promise<string> {
  const folder = temporaryFolder();
  const ledger = await openSqliteLedger(folder);
  await Promise.all(tasks.map((task) => ledger.record({ task, confirmed: true }, Date.now())));
  await ledger.close();
  return folder;
}
