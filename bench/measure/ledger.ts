import { parseJson, readTask, type Task } from '@kling-elements/validation';

import { seedLedger } from '../../harness/seeded-ledger.ts';
import { taskText } from '../upstream/task-text.ts';
import { idsOf, type taskRange } from './upstream.ts';

/** A task as the upstream has it. @param status as Kling writes it */
export function upstreamTask(id: string, status: string): Task {
  const task = readTask(parseJson(taskText(id, status)));
  if (task === undefined) throw new Error('The gateway cannot read what the upstream writes.');
  return task;
}

/** Creates a ledger with these tasks of the upstream, all of them succeeded. @returns its folder, for `DATA_DIR` */
export function ledgerOf(tasks: ReturnType<typeof taskRange>): Promise<string> {
  return seedLedger(idsOf(tasks).map((id) => upstreamTask(id, 'succeed')));
}
