import type { MaybePromise } from '../ledger/ledger.ts';
import type { TaskRow } from '../ledger/task-row.ts';

/** Who polls which tasks: one gateway polls all of them, several gateways divide them. */
export interface TaskPolling {
  /** Takes up the unfinished tasks and creations that the ledger has. */
  start(): Promise<void>;
  /** Someone here subscribed to a task that is not complete; to be paired with {@link removeSubscriber}. */
  addSubscriber(row: TaskRow): void;
  removeSubscriber(taskId: string): void;
  /** Something happened to the task at Kling: whoever polls it fetches it now; if nobody does, this gateway, once. */
  hint(taskId: string): void;
  /** Whether some gateway polls the task, so that its row is about as Kling has it. */
  isPolled(row: TaskRow): MaybePromise<boolean>;
}
