import { EventEmitter } from 'node:events';

import type { ProblemError } from '@kling-elements/validation';

import type { Change } from '../ledger/change.ts';
import type { TaskRow } from '../ledger/task-row.ts';

interface TaskEventMap {
  /** A creation turned out to have made this task; its row is durable. Nothing says that its version has grown. */
  created: [row: TaskRow];
  /** The version of a row has grown; the row is durable. */
  changed: [change: Change];
  /** Kling was asked to create something, and whether it did is unknown. */
  creationUnresolved: [externalId: string];
  /** The task has no final status, and this gateway no longer polls it. */
  abandoned: [taskId: string, reason: ProblemError];
}

/** What happens to tasks and creations, for the parts of the task service that act on it. */
export class TaskEvents extends EventEmitter<TaskEventMap> {}
