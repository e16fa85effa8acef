import type { TaskRow } from '../ledger/task-row.ts';
import type { WorkCoordinator } from '../ledger/work-coordinator.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { CreationReconciler } from './creation-reconciler.ts';
import type { Feed } from './feed/feed.ts';
import type { Poller } from './polling/poller.ts';
import type { TaskFetcher } from './polling/task-fetcher.ts';
import type { TaskEvents } from './task-events.ts';
import type { TaskPolling } from './task-polling.ts';

export interface SharedPollingOptions {
  readonly work: WorkCoordinator;
  readonly events: TaskEvents;
  readonly poller: Poller;
  readonly fetcher: TaskFetcher;
  readonly reconciler: CreationReconciler;
  readonly feed: Feed;
  /** Milliseconds. */
  readonly taskDeadlineMs: number;
  readonly runtime: Pick<Runtime, 'log' | 'now'>;
}

/** Another gateway has polled a task that is older than this, so a new owner fetches it at once. Milliseconds. */
const takenOverAfterMs = 5000;

/**
 * Polling by one gateway of several on one ledger: it polls only the tasks that the coordinator assigns to it, and
 * tells the coordinator which tasks have subscribers here.
 */
export class SharedPolling implements TaskPolling {
  readonly #options: SharedPollingOptions;
  /** The number of subscribers here, by task. */
  readonly #subscribers = new Map<string, number>();

  constructor(options: SharedPollingOptions) {
    this.#options = options;
    const { work, events, runtime } = options;
    events.on('abandoned', (taskId, reason) => {
      work.abandon(taskId, reason);
    });
    events.on('creationUnresolved', (externalId) => {
      work.markUnresolved(externalId).catch((error: unknown) => {
        runtime.log.debug(
          { externalId, reason: String(error) },
          'Could not notify the other gateways of an unresolved creation.',
        );
      });
    });
  }

  start(): Promise<void> {
    const { work, poller, reconciler, feed, runtime } = this.#options;
    work.start({
      recordedSince: () => this.#recordedSince(),
      onAcquired: (row, watched) => {
        if (this.#isTracked(row)) {
          poller.track(row, { soon: runtime.now() - row.recordedAt > takenOverAfterMs });
        }
        if (watched) poller.addSubscriber(row);
      },
      onWatched: (row) => {
        poller.addSubscriber(row);
      },
      onUnwatched: (taskId) => {
        poller.removeSubscriber(taskId);
      },
      onReleased: (taskId) => {
        poller.stop(taskId);
      },
      onCreationsAcquired: (externalIds) => {
        reconciler.start(externalIds);
      },
      onHint: (taskId) => {
        poller.hint(taskId);
      },
      onAbandoned: (taskId, reason) => {
        feed.fail(taskId, reason);
      },
    });
    return Promise.resolve();
  }

  addSubscriber({ task: { id } }: TaskRow): void {
    const subscribers = this.#subscribers.get(id) ?? 0;
    this.#subscribers.set(id, subscribers + 1);
    if (subscribers === 0) this.#options.work.watch(id);
  }

  removeSubscriber(taskId: string): void {
    const subscribers = this.#subscribers.get(taskId) ?? 0;
    if (subscribers > 1) {
      this.#subscribers.set(taskId, subscribers - 1);
    } else if (this.#subscribers.delete(taskId)) {
      this.#options.work.unwatch(taskId);
    }
  }

  hint(taskId: string): void {
    const { poller, work, fetcher, runtime } = this.#options;
    if (poller.polls(taskId)) {
      poller.hint(taskId);
      return;
    }
    work
      .hint(taskId)
      .then(async (isPolledElsewhere) => {
        if (!isPolledElsewhere) await fetcher.fetch(taskId);
      })
      .catch((error: unknown) => {
        runtime.log.debug({ taskId, reason: String(error) }, 'Could not fetch a task after a callback.');
      });
  }

  async isPolled(row: TaskRow): Promise<boolean> {
    const { poller, work } = this.#options;
    const { id } = row.task;
    return this.#isTracked(row) || poller.polls(id) || (await work.isWatched(id));
  }

  /** Whether the task is polled with or without subscribers, by whichever gateway it is assigned to. */
  #isTracked({ createdHere, recordedAt }: TaskRow): boolean {
    return createdHere && recordedAt >= this.#recordedSince();
  }

  #recordedSince(): number {
    return this.#options.runtime.now() - this.#options.taskDeadlineMs;
  }
}
