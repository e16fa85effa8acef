import { openSqliteLedger } from '@kling-elements/gateway/ledger/sqlite';
import { parseJson, readTask } from '@kling-elements/validation';

import { temporaryFolder } from '../../harness/process.ts';
import { idsOf, type taskRange } from './upstream.ts';
import { taskText } from '../upstream/task-text.ts';

/** A ledger that knows tasks already, all of them finished. @returns its folder, for `DATA_DIR` */
export async function seededLedger(tasks: ReturnType<typeof taskRange>): Promise<string> {
  const folder = temporaryFolder();
  const ledger = await openSqliteLedger(folder);
  await Promise.all(
    idsOf(tasks).map(async (id) => {
      const task = readTask(parseJson(taskText(id, 'succeed')));
      if (task === undefined) throw new Error('The upstream writes what the gateway cannot read.');
      await ledger.record({ task, confirmed: true }, Date.now());
    }),
  );
  await ledger.close();
  return folder;
}
