import type { Ledger } from '../ledger/ledger.ts';
import type { TaskRow } from '../ledger/task-row.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { CreationReconciler } from './creation-reconciler.ts';
import type { Poller } from './polling/poller.ts';
import type { TaskFetcher } from './polling/task-fetcher.ts';
import type { TaskEvents } from './task-events.ts';
import type { TaskPolling } from './task-polling.ts';

/** The number of rows read at a time. */
const batch = 500;

export interface LocalPollingOptions {
  readonly ledger: Pick<Ledger, 'incompleteTasks' | 'unresolvedCreations'>;
  readonly events: TaskEvents;
  readonly poller: Poller;
  readonly fetcher: TaskFetcher;
  readonly reconciler: CreationReconciler;
  /** Milliseconds. */
  readonly taskDeadlineMs: number;
  readonly runtime: Pick<Runtime, 'log' | 'now'>;
}

/** Polling by the only gateway there is: it polls every task that it created or that has a subscriber. */
export class LocalPolling implements TaskPolling {
  readonly #options: LocalPollingOptions;

  constructor(options: LocalPollingOptions) {
    this.#options = options;
    options.events.on('created', (row) => {
      options.poller.track(row, { soon: false });
    });
  }

  async start(): Promise<void> {
    const { ledger, poller, reconciler, taskDeadlineMs, runtime } = this.#options;
    const recordedSince = runtime.now() - taskDeadlineMs;
    for (let after: string | undefined = ''; after !== undefined;) {
      const rows = await ledger.incompleteTasks({ recordedSince, after, limit: batch });
      for (const row of rows) poller.track(row, { soon: true });
      after = rows.length < batch ? undefined : rows.at(-1)?.task.id;
    }
    reconciler.start(await ledger.unresolvedCreations());
  }

  addSubscriber(row: TaskRow): void {
    this.#options.poller.addSubscriber(row);
  }

  removeSubscriber(taskId: string): void {
    this.#options.poller.removeSubscriber(taskId);
  }

  hint(taskId: string): void {
    const { poller, fetcher, runtime } = this.#options;
    if (poller.polls(taskId)) {
      poller.hint(taskId);
      return;
    }
    fetcher.fetch(taskId).catch((error: unknown) => {
      runtime.log.debug({ taskId, reason: String(error) }, 'Could not fetch a task after a callback.');
    });
  }

  isPolled({ task: { id } }: TaskRow): boolean {
    return this.#options.poller.polls(id);
  }
}
